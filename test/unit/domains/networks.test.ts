import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { IngressManifest } from "../../../src/domains/networks/network.manifest.ts";
import { ingressClassOf, routesOf } from "../../../src/domains/networks/network.mapping.ts";
import { policyTypesOf, portText } from "../../../src/domains/networks/network-policy.mapping.ts";
import { gatewaysOf, matchText, servicesOf } from "../../../src/domains/networks/route.mapping.ts";
import { type KubernetesObject, UpstreamError } from "../../../src/kubernetes/index.ts";
import { seesNamespaces } from "../../support/callers.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { deployment, metadata, pod } from "./manifests.ts";

function service(name: string, spec: object): KubernetesObject {
  return { apiVersion: "v1", kind: "Service", metadata: metadata(name), spec } as KubernetesObject;
}

function ingress(name: string, spec: object, annotations = {}): IngressManifest & KubernetesObject {
  return { apiVersion: "networking.k8s.io/v1", kind: "Ingress", metadata: metadata(name, { annotations }), spec };
}

const backend = (name: string) => ({ service: { name, port: { number: 80 } } });

describe("an ingress", () => {
  test("sends requests where its rules say, and the rest to its default", () => {
    const rules = [
      { host: "a.test", http: { paths: [{ path: "/", pathType: "Prefix", backend: backend("web") }] } },
      { host: "b.test" },
    ];
    expect(routesOf(ingress("web", { rules, defaultBackend: backend("rest") }))).toEqual([
      { host: "a.test", path: "/", pathType: "Prefix", backend: backend("web") },
      { host: null, path: null, pathType: null, backend: backend("rest") },
    ]);
  });

  test("has the class of its annotation where it is an old one", () => {
    expect(ingressClassOf(ingress("old", {}, { "kubernetes.io/ingress.class": "nginx" }))).toBe("nginx");
    expect(ingressClassOf(ingress("none", {}))).toBeNull();
  });
});

describe("services and ingresses", () => {
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await KubernetesWorld.start("alpha", "bravo");
    for (const cluster of ["alpha", "bravo"]) {
      const ports = [{ name: "http", port: 80, targetPort: "web", nodePort: 30_080 }];
      world.put(cluster, "services", {
        ...service("web", {
          type: "LoadBalancer",
          clusterIP: "10.0.0.1",
          clusterIPs: ["10.0.0.1"],
          selector: { app: "web" },
          ports,
        }),
        status: { loadBalancer: { ingress: [{ ip: "203.0.113.7" }] } },
      } as KubernetesObject);
      world.put(cluster, "services", service("by-hand", { clusterIP: "None", ports: [{ port: 5432 }] }));
      world.put(
        cluster,
        "services",
        service("legacy", { type: "ExternalName", externalName: "db.example", selector: { app: "web" } }),
      );
      world.put(
        cluster,
        "networking.k8s.io/ingresses",
        ingress("front", {
          ingressClassName: "nginx",
          tls: [{ hosts: ["shop.test"], secretName: "shop-tls" }],
          rules: [{ host: "shop.test", http: { paths: [{ path: "/", pathType: "Prefix", backend: backend("web") }] } }],
        }),
      );
      world.put(cluster, "pods", pod("web-1"));
      world.put(cluster, "pods", pod("other", { labels: { app: "other" } }));
      const web = deployment("web");
      const template = { ...web.spec?.template, metadata: { labels: { app: "web" } } };
      world.put(cluster, "apps/deployments", { ...web, spec: { ...web.spec, template } } as KubernetesObject);
    }
  });
  afterEach(() => world[Symbol.asyncDispose]());

  test("lead to each other, to pods and to deployments, both ways, each in its own cluster", async () => {
    const data = await world.data(`{
      services(filter: { type: { in: [LOAD_BALANCER] } }) {
        totalCount
        nodes {
          cluster type clusterIPs addresses selector ports { name port targetPort nodePort protocol }
          pods { nodes { cluster name services { nodes { name } } } }
          deployments { nodes { cluster name services { nodes { name } } } }
          ingresses { nodes { cluster className tls { hosts secretName } services { nodes { name } }
            rules { host path pathType serviceName servicePort service { cluster name } } } }
        }
      }
    }`);
    const of = (cluster: string) => ({
      cluster,
      type: "LOAD_BALANCER",
      clusterIPs: ["10.0.0.1"],
      addresses: ["203.0.113.7"],
      selector: { app: "web" },
      ports: [{ name: "http", port: 80, targetPort: "web", nodePort: 30_080, protocol: "TCP" }],
      pods: { nodes: [{ cluster, name: "web-1", services: { nodes: [{ name: "web" }] } }] },
      deployments: { nodes: [{ cluster, name: "web", services: { nodes: [{ name: "web" }] } }] },
      ingresses: {
        nodes: [
          {
            cluster,
            className: "nginx",
            tls: [{ hosts: ["shop.test"], secretName: "shop-tls" }],
            services: { nodes: [{ name: "web" }] },
            rules: [
              {
                host: "shop.test",
                path: "/",
                pathType: "Prefix",
                serviceName: "web",
                servicePort: "80",
                service: { cluster, name: "web" },
              },
            ],
          },
        ],
      },
    });
    expect(data).toEqual({ services: { totalCount: 2, nodes: [of("alpha"), of("bravo")] } });
  });

  test.each(["by-hand", "legacy"])("without pods of its own, as %s, has none rather than all", async (name) => {
    const data = await world.data(
      `query ($name: String!) { service(by: { ref: { cluster: "alpha", namespace: "shop", name: $name } }) {
        clusterIPs pods { totalCount } deployments { totalCount }
      } }`,
      { name },
    );
    expect(data).toEqual({ service: { clusterIPs: [], pods: { totalCount: 0 }, deployments: { totalCount: 0 } } });
  });

  test.each([
    ['ingresses(filter: { className: "nginx", host: "shop.test", clusters: ["bravo"] })', ["front"]],
    ['ingresses(filter: { host: "other.test" })', []],
    ["services(filter: { type: { in: [] } })", []],
  ])("are listed by %s", async (field, names) => {
    const data = await world.data<Record<string, { nodes: { name: string }[] }>>(`{ ${field} { nodes { name } } }`);
    expect(Object.values(data)[0]?.nodes.map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ["services(filter: { type: { in: [MAGIC] } })", "GRAPHQL_VALIDATION_FAILED"],
    ['services(filter: { labels: "a in (" })', "INVALID_SELECTOR"],
    ["ingresses(first: -1)", "BAD_USER_INPUT"],
  ])("refuse %s by %s", async (field, code) => {
    const { errors } = await world.run(`{ ${field} { nodes { name } } }`);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
  });
});

describe("routes", () => {
  test("name gateways and services, of their own namespace unless they say another, and nothing of another kind", () => {
    const spec = {
      parentRefs: [
        { name: "public" },
        { name: "public", sectionName: "b" },
        { name: "mesh", kind: "Service", group: "" },
      ],
      rules: [
        {
          backendRefs: [
            { name: "web" },
            { name: "db", namespace: "data" },
            { name: "x", kind: "Bucket", group: "example.com" },
          ],
        },
        {},
      ],
    };
    const route = { apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute", metadata: metadata("web"), spec };
    expect(gatewaysOf(route, "shop")).toEqual(["shop/public"]);
    expect(servicesOf(route, "shop")).toEqual(["shop/web", "data/db"]);
    expect(gatewaysOf({ ...route, spec: {} }, "shop")).toEqual([]);
  });

  test.each([
    [
      { path: { type: "Exact", value: "/a" }, method: "POST", headers: [{ name: "x", value: "1" }] },
      "POST Exact /a x=1",
    ],
    [{ path: {} }, "PathPrefix /"],
    [{ path: {}, queryParams: [{ name: "version", value: "2" }] }, "PathPrefix / ?version=2"],
    [{ method: { service: "shop.Orders" } }, "shop.Orders/*"],
    [{}, ""],
  ])("match %j as %j", (match, text) => {
    expect(matchText(match)).toBe(text);
  });
});

describe("a network policy", () => {
  const policy = (spec: object) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadata("p"),
    spec,
  });
  test.each([
    [{}, ["Ingress"]],
    [{ egress: [{}] }, ["Ingress", "Egress"]],
    [{ egress: [] }, ["Ingress"]],
    [{ policyTypes: ["Egress"] }, ["Egress"]],
    [{ policyTypes: ["Sideways"] }, ["Ingress"]],
  ])("with %j is about %j", (spec, types) => {
    expect(policyTypesOf(policy(spec))).toEqual(types);
  });

  test.each([
    [{ port: 80 }, "80"],
    [{ port: "http" }, "http"],
    [{ port: 8000, endPort: 8080 }, "8000-8080"],
    [{}, null],
  ])("names the port %j as %j", (port, text) => {
    expect(portText(port)).toBe(text);
  });
});

test("pods in the network of one node are two endpoints, and one that is in two slices is one", async () => {
  await using world = await KubernetesWorld.start("alpha");
  world.put("alpha", "services", service("agents", { clusterIP: "None" }));
  const endpoint = (uid: string) => ({ addresses: ["192.0.2.7"], targetRef: { kind: "Pod", name: uid, uid } });
  for (const [name, uids] of [
    ["agents-a", ["one", "two"]],
    ["agents-b", ["two"]],
  ] as const) {
    const labels = { "kubernetes.io/service-name": "agents" };
    const slice = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", metadata: metadata(name, { labels }) };
    const more = { addressType: "IPv4", endpoints: uids.map(endpoint), ports: null };
    world.put("alpha", "discovery.k8s.io/endpointslices", { ...slice, ...more } as KubernetesObject);
  }
  expect(await world.data("{ services { nodes { endpoints { addresses } } } }")).toEqual({
    services: { nodes: [{ endpoints: [{ addresses: ["192.0.2.7"] }, { addresses: ["192.0.2.7"] }] }] },
  });
});

describe("a system outside", () => {
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await KubernetesWorld.start("alpha");
    world.cluster("alpha").onCreate = async ({ resource }, body) => {
      const { metadata: given } = body as KubernetesObject;
      return {
        object: { ...(body as KubernetesObject), metadata: { ...metadata(given.name), ...given } },
        resourceVersion: resource,
      };
    };
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const ports = [{ port: 5432 }];
  const create = async (input: object) => {
    const { data, errors } = await world.run(
      `mutation ($input: ExternalServiceCreateInput!) { externalServiceCreate(input: $input) { service { name } userErrors { code message field } } }`,
      { input: { cluster: "alpha", namespace: "shop", name: "legacy", ...input } },
    );
    return { payload: data?.externalServiceCreate as { userErrors: object[] } | undefined, errors };
  };

  test("gets a service, and a slice that is deleted with it", async () => {
    expect((await create({ addresses: ["2001:db8::1"], ports })).payload).toMatchObject({
      service: { name: "legacy" },
      userErrors: [],
    });
    const [service, slice] = world.cluster("alpha").creations;
    expect(service?.body).toMatchObject({ spec: { type: "ClusterIP", ports: [{ port: 5432, protocol: "TCP" }] } });
    expect(slice?.body).toMatchObject({
      metadata: {
        labels: { "kubernetes.io/service-name": "legacy" },
        ownerReferences: [{ kind: "Service", name: "legacy" }],
      },
      addressType: "IPv6",
      endpoints: [{ addresses: ["2001:db8::1"] }],
    });
  });

  test("has no service left where the slice is refused, and says so where it cannot be deleted again", async () => {
    const alpha = world.cluster("alpha");
    const { onCreate } = alpha;
    alpha.onCreate = async (...args) => {
      if (args[0].resource === "services") return onCreate(...args);
      throw new UpstreamError("FORBIDDEN", "no slices for you", { httpStatus: 403 });
    };
    alpha.onDelete = async () => ({ object: null, uid: null, resourceVersion: null });
    expect((await create({ addresses: ["192.0.2.1"], ports })).errors).toMatchObject([
      { extensions: { code: "FORBIDDEN" } },
    ]);
    expect(alpha.deletions).toMatchObject([
      { ref: { resource: "services", name: "legacy" }, options: { preconditions: { uid: expect.any(String) } } },
    ]);
    alpha.onDelete = () => Promise.reject(new UpstreamError("CLUSTER_UNAVAILABLE", "nobody is there"));
    const { errors } = await create({ addresses: ["192.0.2.1"], ports });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining("cannot be deleted again: nobody is there"),
      extensions: { code: "CLUSTER_UNAVAILABLE" },
    });
  });

  test.each([
    ["neither of both", {}, "dnsName"],
    ["both", { dnsName: "a.test", addresses: ["192.0.2.1"] }, "dnsName"],
    ["an address as a name", { dnsName: "192.0.2.1" }, "dnsName"],
    ["a name in large letters", { dnsName: "DB.test" }, "dnsName"],
    ["a name that is a URL", { dnsName: "https://db.test/" }, "dnsName"],
    ["a name that is too long", { dnsName: `${"a.".repeat(130)}a` }, "dnsName"],
    ["a name with ports", { dnsName: "db.test", ports }, "ports"],
    ["no addresses", { addresses: [], ports }, "addresses"],
    ["an address that is none", { addresses: ["192.0.2.256"], ports }, "addresses[0]"],
    ["addresses of both families", { addresses: ["192.0.2.1", "::1"], ports }, "addresses[1]"],
    ["an address twice", { addresses: ["192.0.2.1", "192.0.2.1"], ports }, "addresses[1]"],
    ["no ports", { addresses: ["192.0.2.1"] }, "ports"],
    ["port 0", { addresses: ["192.0.2.1"], ports: [{ port: 0 }] }, "ports[0].port"],
    ["a port too high", { addresses: ["192.0.2.1"], ports: [{ port: 65536 }] }, "ports[0].port"],
    [
      "a protocol that is none",
      { addresses: ["192.0.2.1"], ports: [{ port: 80, protocol: "HTTP" }] },
      "ports[0].protocol",
    ],
    ["a name that is a path", { dnsName: "db.test", name: "../x" }, "name"],
    ["a namespace that is a path", { dnsName: "db.test", namespace: "a/b" }, "namespace"],
  ])("is not made of %s", async (_what, input, field) => {
    expect((await create(input)).payload).toMatchObject({
      service: null,
      userErrors: [{ code: "INVALID", field: `input.${field}` }],
    });
    expect(world.cluster("alpha").creations).toEqual([]);
  });

  test("of several ports names each", async () => {
    const { payload } = await create({ addresses: ["192.0.2.1"], ports: [{ port: 80, name: "http" }, { port: 443 }] });
    expect(payload?.userErrors).toMatchObject([{ field: "input.ports[1].name" }]);
  });

  describe("is deleted", () => {
    const remove = async (name: string) => {
      const { data, errors } = await world.run(
        `mutation ($input: ExternalServiceDeleteInput!) { externalServiceDelete(input: $input) { deletedId userErrors { code field } } }`,
        { input: { by: { ref: { cluster: "alpha", namespace: "shop", name } } } },
      );
      return { payload: data?.externalServiceDelete as { userErrors: object[] } | null, errors };
    };
    beforeEach(() => {
      world.cluster("alpha").onDelete = async () => ({ object: null, uid: null, resourceVersion: null });
      const labels = { "fairway.dev/external-service": "true" };
      world.put("alpha", "services", { ...service("legacy", {}), metadata: metadata("legacy", { labels }) });
      world.put("alpha", "services", service("web", { selector: { app: "web" } }));
    });

    test("where it leads outside, and where the caller sees that there is none", async () => {
      expect((await remove("legacy")).payload?.userErrors).toEqual([]);
      expect((await remove("web")).payload?.userErrors).toEqual([{ code: "INVALID", field: "input.by" }]);
      expect((await remove("new")).payload?.userErrors).toEqual([]);
      expect(world.cluster("alpha").deletions).toMatchObject([{ ref: { name: "legacy" } }, { ref: { name: "new" } }]);
    });

    test("by nobody who cannot see whether it leads outside", async () => {
      world.caller.sees(seesNamespaces("other"), "alpha", "services");
      world.cluster("alpha").mayDelete = false;
      expect((await remove("web")).errors).toMatchObject([{ extensions: { code: "FORBIDDEN", cluster: "alpha" } }]);
      expect(world.cluster("alpha").deletions).toEqual([]);
      expect(world.cluster("alpha").asked).toEqual([
        { verb: "get", group: "", resource: "services", namespace: "shop", name: "web" },
      ]);
    });
  });
});
