import {
  AGE,
  abridged,
  type Loose,
  labelsText,
  NAME,
  NONE,
  or,
  type Printer,
  printer,
  text,
  UNSET,
  wide,
} from "./columns.mapping.ts";

function balancersOf({ status }: Loose): readonly string[] {
  const named = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }: Loose) => ip || hostname || "");
  return [...new Set<string>(named.filter((name: string) => name !== ""))].sort();
}

function externalOf(service: Loose): string {
  const { type, externalIPs = [], externalName } = service.spec ?? {};
  switch (type) {
    case "ClusterIP":
    case "NodePort":
      return or(externalIPs.join(","), NONE);
    case "LoadBalancer":
      return or([...balancersOf(service), ...externalIPs].join(","), "<pending>");
    case "ExternalName":
      return externalName;
    default:
      return "<unknown>";
  }
}

function portsOf({ spec }: Loose): string {
  const ports = (spec?.ports ?? []).map(({ port, nodePort, protocol = "TCP" }: Loose) =>
    nodePort > 0 ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return or(ports.join(","), NONE);
}

function hostsOf({ spec }: Loose): string {
  const rules: readonly Loose[] = spec?.rules ?? [];
  const hosts: string[] = [];
  let more = false;
  // Rules beyond the third host count as more, whether they have one or not.
  for (const { host } of rules) {
    if (hosts.length === 3) more = true;
    if (!more && host) hosts.push(host);
  }
  if (hosts.length === 0) return "*";
  return more ? `${hosts.join(",")} + ${rules.length - 3} more...` : hosts.join(",");
}

function parametersOf({ spec }: Loose): string {
  const { apiGroup, kind, name } = spec?.parameters ?? {};
  if (kind === undefined) return NONE;
  return `${apiGroup == null ? kind : `${kind}.${apiGroup}`}/${name}`;
}

const hostPort = (ip: string, port: number) => (ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`);

function endpointsOf({ subsets = [] }: Loose): string {
  if (subsets.length === 0) return NONE;
  const list = subsets.flatMap(({ addresses = [], ports = [] }: Loose) => {
    if (ports.length === 0) return addresses.map(({ ip }: Loose) => ip);
    return ports.flatMap(({ port }: Loose) => addresses.map(({ ip }: Loose) => hostPort(ip, port)));
  });
  return abridged(list);
}

function slicePortsOf({ ports }: Loose): string {
  return or(
    abridged((ports ?? []).map(({ port, name }: Loose) => (port == null ? (name ?? "*") : String(port)))),
    UNSET,
  );
}

function sliceAddressesOf({ endpoints }: Loose): string {
  return or(abridged((endpoints ?? []).flatMap(({ addresses }: Loose) => addresses ?? [])), UNSET);
}

function parentOf({ spec }: Loose): string {
  const { group, resource, namespace, name } = spec?.parentRef ?? {};
  if (resource === undefined) return NONE;
  const kind = (group ? `${resource}.${group}` : resource).toLowerCase();
  return [kind, ...(namespace ? [namespace] : []), name].join("/");
}

export const DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class";

export const networkPrinters: Readonly<Record<string, Printer>> = {
  services: printer(
    NAME,
    text("Type", ({ spec }) => spec?.type),
    text("Cluster-IP", ({ spec }) => spec?.clusterIPs?.[0] ?? NONE),
    text("External-IP", externalOf),
    text("Port(s)", portsOf),
    AGE,
    wide("Selector", ({ spec }) => labelsText(spec?.selector)),
  ),
  endpoints: printer(NAME, text("Endpoints", endpointsOf), AGE),
  "discovery.k8s.io/endpointslices": printer(
    NAME,
    text("AddressType", ({ addressType }) => addressType),
    text("Ports", slicePortsOf),
    text("Endpoints", sliceAddressesOf),
    AGE,
  ),
  "networking.k8s.io/ingresses": printer(
    NAME,
    text("Class", ({ spec }) => spec?.ingressClassName ?? NONE),
    text("Hosts", hostsOf),
    text("Address", (ingress) => balancersOf(ingress).join(",")),
    text("Ports", ({ spec }) => ((spec?.tls ?? []).length > 0 ? "80, 443" : "80")),
    AGE,
  ),
  "networking.k8s.io/ingressclasses": printer(
    {
      ...NAME,
      cell: ({ metadata }) =>
        metadata.annotations?.[DEFAULT_CLASS] === "true" ? `${metadata.name} (default)` : metadata.name,
    },
    text("Controller", ({ spec }) => spec?.controller),
    text("Parameters", parametersOf),
    AGE,
  ),
  "networking.k8s.io/servicecidrs": printer(
    NAME,
    text("CIDRs", ({ spec }) => (spec?.cidrs ?? []).join(",")),
    AGE,
  ),
  "networking.k8s.io/ipaddresses": printer(NAME, text("ParentRef", parentOf)),
};
