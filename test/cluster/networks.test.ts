import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { installCalico, installGatewayApi, networkDefinitions } from "../parts/network-crds.ts";
import { covers } from "../support/covers.ts";
import { post, query } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers(
  "NW-1",
  "services with endpoints, ready and not, and the workloads behind them; ingresses, gateways and routes; both ways",
  "kube-apiserver with controllers, the Gateway API's definitions",
);
covers("NW-2", "network policies with the pods that they are about, both ways", "kube-apiserver with controllers");
covers(
  "NW-2",
  "Calico's kinds where a cluster serves them, and none where it does not",
  "kube-apiserver, Calico's definitions",
);
covers(
  "NW-4",
  "systems outside as services, by name and by addresses, with health; made, and deleted with what belongs to them",
  "kube-apiserver with controllers",
);

const stack = new AsyncDisposableStack();
let rig: Rig;
let alpha: Cluster;
const NAMESPACE = "shop";
const image = "registry.test/web:1";
const by = (name: string) => ({ ref: { cluster: "alpha", namespace: NAMESPACE, name } });

const at = (version: string, plural: string) => {
  const root = version === "v1" ? "/api/v1" : `/apis/${version}`;
  return `${root}/namespaces/${NAMESPACE}/${plural}`;
};
const make = (version: string, kind: string, plural: string, name: string, body: object) =>
  alpha.api.request("POST", at(version, plural), {
    apiVersion: version,
    kind,
    metadata: { name, namespace: NAMESPACE },
    ...body,
  });

beforeAll(async () => {
  await networkDefinitions.ensure(); // half a minute, the first time
  rig = stack.use(await startRig({ clusters: 2, nodes: 2, config: { allowWrites: true } }));
  alpha = rig.controlPlane.cluster("alpha");
  await installGatewayApi(alpha);
  await installCalico(alpha);
  await ensureNamespace(alpha, NAMESPACE);
  for (const [name, replicas, labels] of [
    ["web", 2, { app: "web", tier: "front" }],
    ["db", 1, { app: "db", tier: "back" }],
  ] as const) {
    await make("apps/v1", "Deployment", "deployments", name, {
      spec: {
        replicas,
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels }, spec: { containers: [{ name: "main", image }] } },
      },
    });
    await make("v1", "Service", "services", name, {
      spec: { selector: { app: name }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
    });
    await alpha.kubectl(["rollout", "status", `deployment/${name}`, "-n", NAMESPACE, "--timeout=60s"]);
  }
  await alpha.api.request("POST", "/apis/networking.k8s.io/v1/ingressclasses", {
    metadata: { name: "edge" },
    spec: { controller: "example.com/ingress" },
  });
  await make("networking.k8s.io/v1", "Ingress", "ingresses", "web", {
    spec: {
      ingressClassName: "edge",
      rules: [
        {
          host: "web.test",
          http: {
            paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { number: 80 } } } }],
          },
        },
      ],
    },
  });
}, 300_000);
afterAll(() => stack.disposeAsync());

describe("a service", () => {
  interface Shown {
    readonly service: {
      readonly endpoints: readonly {
        readonly addresses: readonly string[];
        readonly ready: boolean;
        readonly pod: { readonly name: string; readonly podIP: string } | null;
      }[];
    };
  }
  const document = `query ($by: ObjectByInput!) { service(by: $by) {
    endpoints { addresses ready serving terminating nodeName ports { name port protocol } pod { name podIP node { name } } }
    endpointSlices { nodes { serviceName addressType managedBy service { name } } }
    deployments { nodes { name } } pods { totalCount }
    ingresses { nodes { name class { name controller ingresses { totalCount } } services { nodes { name } } } }
    external { health }
  } }`;

  test("has its endpoints as the real controller keeps them, with pods and nodes", async () => {
    const shown = () => query<Shown>(rig.url, document, { by: by("web") });
    await waitFor(
      async () => (await shown()).service.endpoints.filter(({ ready }) => ready).length === 2,
      20_000,
      "two endpoints",
    );
    const { service } = await shown();
    for (const { addresses, pod } of service.endpoints) expect(addresses).toEqual([pod?.podIP]);
    expect(service).toMatchObject({
      endpoints: [{ ports: [{ name: "http", port: 8080, protocol: "TCP" }] }, {}],
      endpointSlices: {
        nodes: [
          {
            serviceName: "web",
            addressType: "IPv4",
            managedBy: "endpointslice-controller.k8s.io",
            service: { name: "web" },
          },
        ],
      },
      deployments: { nodes: [{ name: "web" }] },
      pods: { totalCount: 2 },
      ingresses: {
        nodes: [
          {
            name: "web",
            class: { name: "edge", controller: "example.com/ingress", ingresses: { totalCount: 1 } },
            services: { nodes: [{ name: "web" }] },
          },
        ],
      },
      external: null,
    });
  });

  test("is told apart where a pod of it is not ready", async () => {
    const { items } = await alpha.api.request<{ items: { metadata: { name: string } }[] }>(
      "GET",
      `${at("v1", "pods")}?labelSelector=app%3Dweb`,
    );
    const name = items[0]?.metadata.name ?? "";
    const conditions = [{ type: "Ready", status: "False" }];
    const contentType = "application/strategic-merge-patch+json";
    await alpha.api.request("PATCH", `${at("v1", "pods")}/${name}/status`, { status: { conditions } }, { contentType });
    const readiness = async () => {
      const { service } = await query<Shown>(rig.url, document, { by: by("web") });
      return Object.fromEntries(service.endpoints.map(({ pod, ready }) => [pod?.name, ready]));
    };
    await waitFor(async () => (await readiness())[name] === false, 20_000, "the endpoint is not ready");
    expect(Object.values(await readiness()).sort()).toEqual([false, true]);
  });

  test("is found from its workloads and pods", async () => {
    const { deployment } = await query<{ deployment: object }>(
      rig.url,
      "query ($by: ObjectByInput!) { deployment(by: $by) { services { nodes { name } } pods { nodes { services { nodes { name } } } } } }",
      { by: by("db") },
    );
    const one = { nodes: [{ name: "db" }] };
    expect(deployment).toEqual({ services: one, pods: { nodes: [{ services: one }] } });
  });
});

describe("network policies", () => {
  beforeAll(async () => {
    await make("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", "db-from-web", {
      spec: {
        podSelector: {
          matchLabels: { app: "db" },
          matchExpressions: [{ key: "tier", operator: "In", values: ["back"] }],
        },
        ingress: [
          {
            from: [{ podSelector: { matchLabels: { app: "web" } } }, { namespaceSelector: {} }],
            ports: [{ port: 5432 }, { protocol: "UDP", port: 8000, endPort: 8080 }],
          },
        ],
        egress: [{ to: [{ ipBlock: { cidr: "192.0.2.0/24", except: ["192.0.2.9/32"] } }] }],
      },
    });
    await make("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", "nothing-in", {
      spec: { podSelector: {}, policyTypes: ["Ingress"] },
    });
  });

  test("say what they allow, and which pods they are about", async () => {
    const document = `{ networkPolicies(filter: { namespaces: ["shop"] }, orderBy: [{ field: NAME }]) { nodes {
      name podSelector policyTypes
      ingress { peers { podSelector namespaceSelector ipBlock { cidr } } ports { protocol port } }
      egress { peers { ipBlock { cidr except } } ports { port } }
      pods { nodes { labels } }
    } } }`;
    interface Shown {
      readonly networkPolicies: {
        readonly nodes: readonly {
          readonly name: string;
          readonly pods: { readonly nodes: readonly { readonly labels: { readonly app: string } }[] };
        }[];
      };
    }
    const shown = () => query<Shown>(rig.url, document);
    await waitFor(async () => (await shown()).networkPolicies.nodes.length === 2, 10_000, "both policies");
    const { nodes } = (await shown()).networkPolicies;
    expect(nodes.map(({ pods }) => pods.nodes.map(({ labels }) => labels.app).sort())).toEqual([
      ["db"],
      ["db", "web", "web"],
    ]);
    expect(nodes[0]).toMatchObject({
      podSelector: "app=db,tier in (back)",
      policyTypes: ["INGRESS", "EGRESS"],
      ingress: [
        {
          peers: [
            { podSelector: "app=web", namespaceSelector: null, ipBlock: null },
            { podSelector: null, namespaceSelector: "", ipBlock: null },
          ],
          ports: [
            { protocol: "TCP", port: "5432" },
            { protocol: "UDP", port: "8000-8080" },
          ],
        },
      ],
      egress: [{ peers: [{ ipBlock: { cidr: "192.0.2.0/24", except: ["192.0.2.9/32"] } }], ports: [] }],
    });
    expect(nodes[1]).toMatchObject({ podSelector: "", policyTypes: ["INGRESS"], ingress: [], egress: [] });
  });

  test("are found from pods and workloads", async () => {
    const document = `query ($by: ObjectByInput!) { deployment(by: $by) {
      networkPolicies(orderBy: [{ field: NAME }]) { nodes { name } } pods(first: 1) { nodes { networkPolicies(orderBy: [{ field: NAME }]) { nodes { name } } } }
    } }`;
    const both = { nodes: [{ name: "db-from-web" }, { name: "nothing-in" }] };
    expect(await query(rig.url, document, { by: by("db") })).toEqual({
      deployment: { networkPolicies: both, pods: { nodes: [{ networkPolicies: both }] } },
    });
    const one = { nodes: [{ name: "nothing-in" }] };
    expect(await query(rig.url, document, { by: by("web") })).toMatchObject({ deployment: { networkPolicies: one } });
  });
});

describe("gateways and routes", () => {
  const api = "gateway.networking.k8s.io/v1";
  beforeAll(async () => {
    await alpha.api.request("POST", `/apis/${api}/gatewayclasses`, {
      apiVersion: api,
      kind: "GatewayClass",
      metadata: { name: "edge" },
      spec: { controllerName: "example.com/gateway" },
    });
    await make(api, "Gateway", "gateways", "public", {
      spec: {
        gatewayClassName: "edge",
        listeners: [
          {
            name: "https",
            port: 443,
            protocol: "HTTPS",
            hostname: "*.test",
            tls: { certificateRefs: [{ name: "web-tls" }] },
          },
        ],
      },
    });
    // What a controller would write, which does not run here.
    const accepted = {
      type: "Accepted",
      status: "True",
      reason: "Accepted",
      message: "",
      lastTransitionTime: "2026-03-01T08:00:00Z",
      observedGeneration: 1,
    };
    const contentType = "application/merge-patch+json";
    const status = {
      addresses: [{ type: "IPAddress", value: "203.0.113.7" }],
      conditions: [accepted],
      listeners: [{ name: "https", attachedRoutes: 1, supportedKinds: [], conditions: [accepted] }],
    };
    await alpha.api.request("PATCH", `${at(api, "gateways")}/public/status`, { status }, { contentType });
    const parentRefs = [{ name: "public", sectionName: "https" }];
    await make(api, "HTTPRoute", "httproutes", "web", {
      spec: {
        parentRefs,
        hostnames: ["web.test"],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/api" }, method: "GET" }],
            backendRefs: [
              { name: "web", port: 80, weight: 9 },
              { name: "db", port: 80 },
            ],
          },
        ],
      },
    });
    await make(api, "GRPCRoute", "grpcroutes", "orders", {
      spec: {
        parentRefs,
        rules: [
          {
            matches: [{ method: { service: "shop.Orders", method: "Place" } }],
            backendRefs: [{ name: "web", port: 80 }],
          },
        ],
      },
    });
    const parents = [
      {
        parentRef: { group: "gateway.networking.k8s.io", kind: "Gateway", ...parentRefs[0] },
        controllerName: "example.com/gateway",
        conditions: [accepted],
      },
    ];
    await alpha.api.request("PATCH", `${at(api, "httproutes")}/web/status`, { status: { parents } }, { contentType });
  });

  test("lead from classes over gateways and routes to services, and back", async () => {
    const document = `query ($gateway: ObjectByInput!, $service: ObjectByInput!) {
      networkGateway(by: $gateway) {
        className class { controller gateways { nodes { name } } } addresses conditions { type status }
        listeners { name hostname port protocol certificates attachedRoutes conditions { type } }
        httpRoutes { nodes { name hostnames
          parents { kind name sectionName conditions { type status } gateway { name } }
          rules { matches filters backends { kind name port weight service { name } } }
          services(orderBy: [{ field: NAME }]) { nodes { name } }
        } }
        grpcRoutes { nodes { name rules { matches } gateways { nodes { name } } } }
      }
      service(by: $service) { httpRoutes { nodes { name } } grpcRoutes { nodes { name } } }
    }`;
    const variables = { gateway: by("public"), service: by("web") };
    const shown = () =>
      post<{ networkGateway: { httpRoutes: { nodes: object[] } } | null }>(rig.url, document, variables);
    await waitFor(
      async () => (await shown()).data?.networkGateway?.httpRoutes.nodes.length === 1,
      20_000,
      "the kinds are known",
    );
    const { data, errors } = await shown();
    expect(errors).toBeUndefined();
    const condition = { type: "Accepted", status: "TRUE" };
    expect(data).toMatchObject({
      networkGateway: {
        className: "edge",
        class: { controller: "example.com/gateway", gateways: { nodes: [{ name: "public" }] } },
        addresses: ["203.0.113.7"],
        conditions: [condition],
        listeners: [
          {
            name: "https",
            hostname: "*.test",
            port: 443,
            protocol: "HTTPS",
            certificates: ["web-tls"],
            attachedRoutes: 1,
          },
        ],
        httpRoutes: {
          nodes: [
            {
              name: "web",
              hostnames: ["web.test"],
              parents: [
                {
                  kind: "Gateway",
                  name: "public",
                  sectionName: "https",
                  conditions: [condition],
                  gateway: { name: "public" },
                },
              ],
              rules: [
                {
                  matches: ["GET PathPrefix /api"],
                  filters: [],
                  backends: [
                    { kind: "Service", name: "web", port: 80, weight: 9, service: { name: "web" } },
                    { name: "db", weight: 1, service: { name: "db" } },
                  ],
                },
              ],
              services: { nodes: [{ name: "db" }, { name: "web" }] },
            },
          ],
        },
        grpcRoutes: {
          nodes: [
            {
              name: "orders",
              rules: [{ matches: [expect.stringContaining("shop.Orders/Place")] }],
              gateways: { nodes: [{ name: "public" }] },
            },
          ],
        },
      },
      service: { httpRoutes: { nodes: [{ name: "web" }] }, grpcRoutes: { nodes: [{ name: "orders" }] } },
    });
  });

  test("of a cluster that does not serve them are none, which is said, and nothing fails", async () => {
    const document = `{
      networkGateways(filter: { clusters: ["bravo"] }) { totalCount clusterErrors { code } }
      httpRoutes { totalCount clusterErrors { cluster code } }
      globalNetworkPolicies(filter: { clusters: ["bravo"] }) { totalCount clusterErrors { code } }
    }`;
    expect(await query(rig.url, document)).toEqual({
      networkGateways: { totalCount: 0, clusterErrors: [{ code: "UNKNOWN_KIND" }] },
      httpRoutes: { totalCount: 1, clusterErrors: [{ cluster: "bravo", code: "UNKNOWN_KIND" }] },
      globalNetworkPolicies: { totalCount: 0, clusterErrors: [{ code: "UNKNOWN_KIND" }] },
    });
  });
});

test("Calico's kinds are shown where a cluster serves them", async () => {
  const v3 = "projectcalico.org/v3";
  const cluster = (kind: string, plural: string, name: string, spec: object) =>
    alpha.api.request("POST", `/apis/${v3}/${plural}`, { apiVersion: v3, kind, metadata: { name }, spec });
  const rule = {
    action: "Deny",
    protocol: "TCP",
    source: { nets: ["192.0.2.0/24"] },
    destination: { selector: "app == 'db'", ports: [5432, "8000:8080"] },
  };
  await make(v3, "NetworkPolicy", "networkpolicies", "db", {
    spec: { selector: "app == 'db'", order: 10, types: ["Ingress"], ingress: [rule] },
  });
  await cluster("GlobalNetworkPolicy", "globalnetworkpolicies", "baseline", {
    selector: "all()",
    namespaceSelector: "global()",
    egress: [{ action: "Allow" }],
  });
  await make(v3, "NetworkSet", "networksets", "partners", { spec: { nets: ["198.51.100.0/24"] } });
  await cluster("IPPool", "ippools", "pods", {
    cidr: "10.0.0.0/16",
    blockSize: 26,
    natOutgoing: true,
    vxlanMode: "CrossSubnet",
    nodeSelector: "all()",
  });
  await cluster("BGPPeer", "bgppeers", "rack-1", {
    peerIP: "192.0.2.9",
    asNumber: 64_512,
    nodeSelector: "rack == '1'",
  });
  const document = `{
    calicoNetworkPolicies { nodes { name namespace order selector types ingress { action protocol source { nets } destination { selector ports } } egress { action } } }
    globalNetworkPolicies { nodes { name selector namespaceSelector egress { action } } }
    networkSets { nodes { name nets } }
    ipPools { nodes { cidr blockSize natOutgoing vxlanMode ipipMode disabled nodeSelector } }
    bgpPeers { nodes { name peerIP asNumber nodeSelector node } }
  }`;
  interface Shown {
    readonly bgpPeers: { readonly nodes: readonly object[] };
  }
  const shown = () => query<Shown>(rig.url, document);
  await waitFor(async () => (await shown()).bgpPeers.nodes.length === 1, 20_000, "the kinds are known");
  expect(await shown()).toEqual({
    calicoNetworkPolicies: {
      nodes: [
        {
          name: "db",
          namespace: NAMESPACE,
          order: 10,
          selector: "app == 'db'",
          types: ["Ingress"],
          ingress: [
            {
              action: "Deny",
              protocol: "TCP",
              source: { nets: ["192.0.2.0/24"] },
              destination: { selector: "app == 'db'", ports: ["5432", "8000:8080"] },
            },
          ],
          egress: [],
        },
      ],
    },
    globalNetworkPolicies: {
      nodes: [{ name: "baseline", selector: "all()", namespaceSelector: "global()", egress: [{ action: "Allow" }] }],
    },
    networkSets: { nodes: [{ name: "partners", nets: ["198.51.100.0/24"] }] },
    ipPools: {
      nodes: [
        {
          cidr: "10.0.0.0/16",
          blockSize: 26,
          natOutgoing: true,
          vxlanMode: "CrossSubnet",
          ipipMode: "Never",
          disabled: false,
          nodeSelector: "all()",
        },
      ],
    },
    bgpPeers: {
      nodes: [{ name: "rack-1", peerIP: "192.0.2.9", asNumber: 64_512, nodeSelector: "rack == '1'", node: null }],
    },
  });
});

describe("a system outside", () => {
  interface Made {
    readonly externalServiceCreate: {
      readonly service: object | null;
      readonly userErrors: readonly object[];
      readonly revision: string | null;
    };
  }
  const create = `mutation ($input: ExternalServiceCreateInput!) { externalServiceCreate(input: $input) {
    service { name type externalName clusterIPs } userErrors { code message field } revision
  } }`;
  const made = async (input: object) =>
    (await query<Made>(rig.url, create, { input: { cluster: "alpha", namespace: NAMESPACE, ...input } }))
      .externalServiceCreate;
  const slice = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices/legacy-external";
  const addresses = ["192.0.2.10", "192.0.2.11"];
  const legacy = { name: "legacy", addresses, ports: [{ port: 1521 }] };

  test("has its addresses behind a service of its own, and its health is what the slices say", async () => {
    expect(await made({ ...legacy, dryRun: true })).toMatchObject({
      service: { name: "legacy" },
      userErrors: [],
      revision: null,
    });
    await expect(alpha.api.request("GET", `${at("v1", "services")}/legacy`)).rejects.toThrow();
    const { userErrors, service, revision } = await made(legacy);
    expect(userErrors).toEqual([]);
    expect(service).toMatchObject({ name: "legacy", type: "CLUSTER_IP", clusterIPs: [expect.stringMatching(/^10\./)] });
    const document = `query ($by: ObjectByInput!, $min: String) { service(by: $by, minRevision: $min) {
      external { dnsName addresses readyAddresses health } endpoints { addresses ready ports { port } pod { name } }
    } }`;
    interface Shown {
      readonly service: { readonly external: { readonly health: string } };
    }
    const shown = () => query<Shown>(rig.url, document, { by: by("legacy"), min: revision });
    await waitFor(async () => (await shown()).service.external.health === "READY", 10_000, "its addresses are known");
    expect(await shown()).toEqual({
      service: {
        external: { dnsName: null, addresses, readyAddresses: 2, health: "READY" },
        endpoints: addresses.map((address) => ({
          addresses: [address],
          ready: true,
          ports: [{ port: 1521 }],
          pod: null,
        })),
      },
    });
    const endpoints = addresses.map((address, index) => ({ addresses: [address], conditions: { ready: index > 0 } }));
    await alpha.api.request("PATCH", slice, { endpoints }, { contentType: "application/merge-patch+json" });
    await waitFor(
      async () => (await shown()).service.external.health === "DEGRADED",
      10_000,
      "one address is not ready",
    );
  });

  test("that has a name in the DNS is another name for it", async () => {
    const { service, userErrors } = await made({ name: "crm", dnsName: "crm.example.com" });
    expect(userErrors).toEqual([]);
    expect(service).toMatchObject({ type: "EXTERNAL_NAME", externalName: "crm.example.com" });
    const document =
      '{ services(filter: { external: true, namespaces: ["shop"] }, orderBy: [{ field: NAME }]) { nodes { name external { dnsName health } } } }';
    await waitFor(
      async () => (await query<{ services: { nodes: object[] } }>(rig.url, document)).services.nodes.length === 2,
      10_000,
      "both are listed",
    );
    expect(await query(rig.url, document)).toEqual({
      services: {
        nodes: [
          { name: "crm", external: { dnsName: "crm.example.com", health: "UNKNOWN" } },
          { name: "legacy", external: { dnsName: null, health: "DEGRADED" } },
        ],
      },
    });
  });

  test("is not made where there is one of that name, and leaves nothing where its addresses are refused", async () => {
    expect((await made(legacy)).userErrors).toMatchObject([{ code: "CONFLICT", field: "input.name" }]);
    const refused = await made({ name: "loopback", addresses: ["127.0.0.1"], ports: [{ port: 80 }] });
    expect(refused).toMatchObject({
      service: null,
      userErrors: [{ code: "INVALID", field: "input.addresses[0]", message: expect.stringContaining("127.0.0.0/8") }],
    });
    const ports = [
      { port: 80, name: "a" },
      { port: 81, name: "a" },
    ];
    expect((await made({ name: "twice", addresses, ports })).userErrors).toMatchObject([
      { code: "INVALID", field: "input.ports[1].name" },
    ]);
    await expect(alpha.api.request("GET", `${at("v1", "services")}/loopback`)).rejects.toThrow();
  });

  test("is deleted with its addresses, and no other service is deleted as one", async () => {
    const deleting = `mutation ($input: ExternalServiceDeleteInput!) { externalServiceDelete(input: $input) { deletedId userErrors { code field } } }`;
    const deleted = async (name: string) =>
      (await query<{ externalServiceDelete: object }>(rig.url, deleting, { input: { by: by(name) } }))
        .externalServiceDelete;
    expect(await deleted("web")).toEqual({ deletedId: null, userErrors: [{ code: "INVALID", field: "input.by" }] });
    expect(await deleted("legacy")).toMatchObject({ deletedId: expect.any(String), userErrors: [] });
    const isGone = () =>
      alpha.api.request("GET", slice).then(
        () => false,
        () => true,
      );
    await waitFor(isGone, 30_000, "the slice is collected");
  });
});
