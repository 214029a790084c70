import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { IngressManifest } from "../../../src/domains/networks/network.manifest.ts";
import { ingressClassOf, routesOf } from "../../../src/domains/networks/network.mapping.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
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
