import type { EventCase } from "./event-case.ts";

const networking = "networking.k8s.io";
const gatewayApi = "gateway.networking.k8s.io";
const calico = "projectcalico.org";

/** One whose objects are made of their kind and a spec. */
function made(
  on: string,
  kind: string,
  version: string,
  plural: string,
  spec: object,
  filter = `${on}Filter`,
): EventCase {
  return {
    args: "",
    filter,
    on,
    path: (namespace) => `/apis/${version}/namespaces/${namespace}/${plural}`,
    body: (name) => ({ apiVersion: version, kind, metadata: { name }, spec }),
  };
}

/** The same of a kind that lives in no namespace. */
function global(on: string, kind: string, version: string, plural: string, spec: object): EventCase {
  return { ...made(on, kind, version, plural, spec), clusterScoped: true, path: () => `/apis/${version}/${plural}` };
}

const parentRefs = [{ name: "edge" }];

/** The CRDs of the Gateway API and of Calico are installed by the test; no controller of theirs runs there. */
export const networkCases: Readonly<Record<string, EventCase>> = {
  serviceEvents: {
    args: "",
    filter: "ServiceFilter",
    on: "Service",
    path: (namespace) => `/api/v1/namespaces/${namespace}/services`,
    body: (name) => ({ metadata: { name }, spec: { ports: [{ port: 80 }] } }),
  },
  ingressEvents: {
    args: "",
    filter: "IngressFilter",
    on: "Ingress",
    path: (namespace) => `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`,
    body: (name) => ({
      metadata: { name },
      spec: { defaultBackend: { service: { name: "web", port: { number: 80 } } } },
    }),
  },
  endpointSliceEvents: {
    args: "",
    filter: "EndpointSliceFilter",
    on: "EndpointSlice",
    path: (namespace) => `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    body: (name) => ({ metadata: { name }, addressType: "IPv4", endpoints: [{ addresses: ["192.0.2.1"] }], ports: [] }),
  },
  ingressClassEvents: global("IngressClass", "IngressClass", `${networking}/v1`, "ingressclasses", {
    controller: "example.com/ingress",
  }),
  networkPolicyEvents: made("NetworkPolicy", "NetworkPolicy", `${networking}/v1`, "networkpolicies", {
    podSelector: {},
  }),
  networkGatewayEvents: made("NetworkGateway", "Gateway", `${gatewayApi}/v1`, "gateways", {
    gatewayClassName: "edge",
    listeners: [{ name: "http", port: 80, protocol: "HTTP" }],
  }),
  gatewayClassEvents: global("GatewayClass", "GatewayClass", `${gatewayApi}/v1`, "gatewayclasses", {
    controllerName: "example.com/gateway",
  }),
  httpRouteEvents: made("HttpRoute", "HTTPRoute", `${gatewayApi}/v1`, "httproutes", { parentRefs }),
  grpcRouteEvents: made("GrpcRoute", "GRPCRoute", `${gatewayApi}/v1`, "grpcroutes", { parentRefs }),
  calicoNetworkPolicyEvents: made("CalicoNetworkPolicy", "NetworkPolicy", `${calico}/v3`, "networkpolicies", {
    selector: "all()",
  }),
  globalNetworkPolicyEvents: global(
    "GlobalNetworkPolicy",
    "GlobalNetworkPolicy",
    `${calico}/v3`,
    "globalnetworkpolicies",
    {
      selector: "all()",
    },
  ),
  networkSetEvents: made("NetworkSet", "NetworkSet", `${calico}/v3`, "networksets", { nets: ["192.0.2.0/24"] }),
  ipPoolEvents: global("IpPool", "IPPool", `${calico}/v3`, "ippools", { cidr: "10.0.0.0/16" }),
  bgpPeerEvents: global("BgpPeer", "BGPPeer", `${calico}/v3`, "bgppeers", { peerIP: "192.0.2.9", asNumber: 64512 }),
};
