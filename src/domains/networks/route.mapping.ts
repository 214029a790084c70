import type {
  BackendManifest,
  ParentManifest,
  ReferenceManifest,
  RouteManifest,
  RouteMatchManifest,
} from "./route.manifest.ts";

const GATEWAY_GROUP = "gateway.networking.k8s.io";

/** As `namespace/name`. */
function placeOf({ namespace, name }: ReferenceManifest, own: string): string {
  return `${namespace || own}/${name}`;
}

function isGateway({ group = GATEWAY_GROUP, kind = "Gateway" }: ReferenceManifest): boolean {
  return group === GATEWAY_GROUP && kind === "Gateway";
}

function isService({ group = "", kind = "Service" }: ReferenceManifest): boolean {
  return group === "" && kind === "Service";
}

/** The gateway that a parent of a route is, as `namespace/name`; null for another object. */
export function gatewayOf(parent: ParentManifest, namespace: string): string | null {
  return isGateway(parent) ? placeOf(parent, namespace) : null;
}

/** The service that a backend of a route is, as `namespace/name`; null for another object. */
export function serviceOf(backend: BackendManifest, namespace: string): string | null {
  return isService(backend) ? placeOf(backend, namespace) : null;
}

/** The gateways that a route is attached to, as far as it wishes, each once. */
export function gatewaysOf({ spec }: RouteManifest, namespace: string): readonly string[] {
  return [...new Set((spec?.parentRefs ?? []).flatMap((parent) => gatewayOf(parent, namespace) ?? []))];
}

/** The services that a route leads to, each once. */
export function servicesOf({ spec }: RouteManifest, namespace: string): readonly string[] {
  const backends = (spec?.rules ?? []).flatMap(({ backendRefs }) => backendRefs ?? []);
  return [...new Set(backends.flatMap((backend) => serviceOf(backend, namespace) ?? []))];
}

/** As in `GET PathPrefix /api x-tenant=a ?version=2`; of gRPC as in `shop.Orders/Place`. */
export function matchText({ path, method, headers = [], queryParams = [] }: RouteMatchManifest): string {
  const called =
    typeof method === "object"
      ? `${method.service ?? "*"}/${method.method ?? "*"}`
      : method === undefined
        ? []
        : method;
  const at = path ? `${path.type ?? "PathPrefix"} ${path.value ?? "/"}` : [];
  const valued = ({ name, value = "" }: { readonly name: string; readonly value?: string }) => `${name}=${value}`;
  return [called, at, headers.map(valued), queryParams.map((each) => `?${valued(each)}`)].flat(2).join(" ");
}

/** Whether two references of a route and of its status are to the same parent. */
export function isSameParent(a: ParentManifest, b: ParentManifest, namespace: string): boolean {
  const key = (parent: ParentManifest) => {
    const { group = GATEWAY_GROUP, kind = "Gateway", sectionName = "", port = 0 } = parent;
    return [group, kind, placeOf(parent, namespace), sectionName, port].join("|");
  };
  return key(a) === key(b);
}
