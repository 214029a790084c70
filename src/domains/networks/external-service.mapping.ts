import { isIP, isIPv4 } from "node:net";
import { UserError } from "../../graphql/index.ts";
import { SERVICE_NAME } from "./endpoint-slice.type.ts";
import type { ExternalServiceCreateInput } from "./external-service.input.ts";
import type { ServiceManifest } from "./network.manifest.ts";
import { selectorOf } from "./network.mapping.ts";

/** On the service and the slice of a system outside that were made here. */
export const EXTERNAL = "fairway.dev/external-service";

const mostAddresses = 100;

/** Whether a service leads out of the cluster: to a name, or to addresses that no selector finds. */
export function isExternal({ spec, metadata }: ServiceManifest): boolean {
  return spec?.type === "ExternalName" || metadata.labels?.[EXTERNAL] === "true";
}

/** Made by `externalServiceCreate`, and still without a selector of its own. */
export function isMadeHere(service: ServiceManifest): boolean {
  return service.metadata.labels?.[EXTERNAL] === "true" && selectorOf(service) === null;
}

const labels = { [EXTERNAL]: "true" };

export function externalService({ name, namespace, dnsName, ports }: ExternalServiceCreateInput) {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels },
    spec:
      dnsName == null
        ? {
            type: "ClusterIP",
            ports: ports.map(({ port, name: of, protocol }) => ({ port, protocol, ...(of != null && { name: of }) })),
          }
        : { type: "ExternalName", externalName: dnsName },
  };
}

/** Owned by the service, and so deleted with it. Absent in a dry run, whose service there is not. */
export function externalSlice(
  { name, namespace, addresses, ports }: ExternalServiceCreateInput,
  owner: { readonly name: string; readonly uid: string } | null,
) {
  const [first = ""] = addresses ?? [];
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name: `${name}-external`,
      namespace,
      labels: { ...labels, [SERVICE_NAME]: name, "endpointslice.kubernetes.io/managed-by": "fairway" },
      ...(owner && { ownerReferences: [{ apiVersion: "v1", kind: "Service", ...owner }] }),
    },
    addressType: isIPv4(first) ? "IPv4" : "IPv6",
    endpoints: (addresses ?? []).map((address) => ({ addresses: [address], conditions: { ready: true } })),
    ports: ports.map(({ port, name: of, protocol }) => ({ port, protocol, name: of ?? "" })),
  };
}

const ofPorts = (ports: ExternalServiceCreateInput["ports"], at: string) =>
  ports.flatMap((_, index) =>
    ["port", "name", "protocol"].map(
      (field) => [`${at}[${index}].${field}`, `input.ports[${index}].${field}`] as const,
    ),
  );

/** Where what the API server says of the service stands in the input. */
export function servicePaths({ ports }: ExternalServiceCreateInput): Readonly<Record<string, string>> {
  return {
    "metadata.name": "input.name",
    "spec.externalName": "input.dnsName",
    "spec.ports": "input.ports",
    ...Object.fromEntries(ofPorts(ports, "spec.ports")),
  };
}

/** And what it says of the slice. */
export function slicePaths({ addresses, ports }: ExternalServiceCreateInput): Readonly<Record<string, string>> {
  const places = (addresses ?? []).map((_, index) => [`endpoints[${index}].addresses[0]`, `input.addresses[${index}]`]);
  return Object.fromEntries([...places, ...ofPorts(ports, "ports")]);
}

const dnsForm = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;

/** What the API server would take, or would refuse in words that name no field of the input. */
export function externalFaults({ dnsName, addresses, ports }: ExternalServiceCreateInput): readonly UserError[] {
  const invalid = (message: string, field: string) => new UserError("INVALID", message, `input.${field}`);
  if ((dnsName == null) === (addresses == null))
    return [invalid("Either dnsName or addresses must be given", "dnsName")];
  if (dnsName != null) {
    const faults: UserError[] = [];
    if (!dnsForm.test(dnsName) || isIP(dnsName) !== 0)
      faults.push(invalid("It is no name of the DNS in small letters", "dnsName"));
    if (ports.length > 0)
      faults.push(invalid("A name has no ports: whoever looks it up brings the port along", "ports"));
    return faults;
  }
  const given = addresses ?? [];
  const faults: UserError[] = [];
  if (given.length === 0 || given.length > mostAddresses) {
    faults.push(invalid(`There must be between 1 and ${mostAddresses}`, "addresses"));
  }
  const family = isIP(given[0] ?? "");
  for (const [index, address] of given.entries()) {
    const at = `addresses[${index}]`;
    if (isIP(address) === 0) faults.push(invalid("It is no IP address", at));
    else if (isIP(address) !== family) faults.push(invalid("They must be all IPv4 or all IPv6", at));
    else if (given.indexOf(address) < index) faults.push(invalid("It is named before", at));
  }
  if (ports.length === 0) faults.push(invalid("There must be one port at least", "ports"));
  for (const [index, { port, name, protocol }] of ports.entries()) {
    if (port < 1 || port > 65_535) faults.push(invalid("It must be 1 to 65535", `ports[${index}].port`));
    if (!["TCP", "UDP", "SCTP"].includes(protocol))
      faults.push(invalid("It must be TCP, UDP or SCTP", `ports[${index}].protocol`));
    if (ports.length > 1 && !name) faults.push(invalid("Each of several ports has a name", `ports[${index}].name`));
  }
  return faults;
}
