import type { IngressBackendManifest, IngressManifest, LoadBalanced, ServiceManifest } from "./network.manifest.ts";

/** Addresses of a load balancer in front, in its own order. */
export function addressesOf({ status }: LoadBalanced): readonly string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip || hostname || []);
}

/** Addresses of a service within its cluster; a headless one has none. */
export function clusterIPsOf({ spec }: ServiceManifest): readonly string[] {
  const addresses = spec?.clusterIPs ?? (spec?.clusterIP ? [spec.clusterIP] : []);
  return addresses.filter((each) => each !== "" && each !== "None");
}

/** The pods of a service as a label selector; null for one that selects none by itself. */
export function selectorOf({ spec }: ServiceManifest): string | null {
  const labels = Object.entries(spec?.selector ?? {});
  // An ExternalName service may have a selector that nothing looks at.
  if (labels.length === 0 || spec?.type === "ExternalName") return null;
  return labels.map(([key, value]) => `${key}=${value}`).join(",");
}

export function selects(service: ServiceManifest, labels: Readonly<Record<string, string>> | undefined): boolean {
  if (selectorOf(service) === null) return false;
  return Object.entries(service.spec?.selector ?? {}).every(([key, value]) => labels?.[key] === value);
}

export interface IngressRoute {
  readonly host: string | null;
  readonly path: string | null;
  readonly pathType: string | null;
  readonly backend: IngressBackendManifest;
}

/** Where requests go, in the order of the rules; what no rule takes comes last. */
export function routesOf({ spec }: IngressManifest): readonly IngressRoute[] {
  const routes = (spec?.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).map(({ path, pathType, backend }) => ({
      host: host || null,
      path: path || null,
      pathType: pathType ?? null,
      backend: backend ?? {},
    })),
  );
  const rest = { host: null, path: null, pathType: null };
  return spec?.defaultBackend ? [...routes, { ...rest, backend: spec.defaultBackend }] : routes;
}

/** Names of the services behind an ingress, each once. */
export function backendServicesOf(ingress: IngressManifest): readonly string[] {
  return [...new Set(routesOf(ingress).flatMap(({ backend }) => backend.service?.name ?? []))];
}

/** Of ingresses that were made before classes were objects, the class is an annotation. */
export function ingressClassOf({ spec, metadata }: IngressManifest): string | null {
  return spec?.ingressClassName || metadata.annotations?.["kubernetes.io/ingress.class"] || null;
}
