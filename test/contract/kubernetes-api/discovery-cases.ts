import { expect, test } from "vitest";
import { kinds } from "../../../src/sandbox/data/kinds.ts";
import type { Json } from "./client.ts";
import type { Given } from "./server-under-test.ts";

export const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const accept = `${aggregated},application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json`;

export function discoveryCases(given: Given): void {
  test("comes in one document, and says so", async () => {
    const answer = await given().client.get("/apis", { accept });
    expect(answer).toMatchObject({ status: 200, contentType: aggregated });
    const { kind, apiVersion, metadata, items } = answer.body;
    expect({ kind, apiVersion, metadata }).toEqual({
      kind: "APIGroupDiscoveryList",
      apiVersion: "apidiscovery.k8s.io/v2",
      metadata: {},
    });
    const apps = items.find((item: Json) => item.metadata.name === "apps");
    expect(apps.versions).toMatchObject([{ version: "v1", freshness: "Current" }]);
  });

  test.each(kinds.map((kind) => [`${kind.resource} of ${kind.group || "the core"}`, kind] as const))(
    "%s are described as a real server describes them",
    async (_what, kind) => {
      const { body } = await given().client.get(kind.group === "" ? "/api" : "/apis", { accept });
      const group = body.items.find((item: Json) => (item.metadata.name ?? "") === kind.group);
      const version = group.versions.find((each: Json) => each.version === kind.version);
      const found = version.resources.find(({ resource }: Json) => resource === kind.resource);
      const { subresources = [], ...entry } = found;
      const { group: ofGroup, version: ofVersion } = kind.added ? kind : { group: "", version: "" };
      const own = { group: ofGroup, version: ofVersion, kind: kind.kind };
      expect(entry).toEqual({
        resource: kind.resource,
        responseKind: own,
        scope: kind.namespaced ? "Namespaced" : "Cluster",
        singularResource: kind.singular,
        verbs: kind.verbs,
        ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
        ...(kind.categories.length > 0 && { categories: kind.categories }),
      });
      for (const subresource of kind.subresources) {
        const scale = { group: "autoscaling", version: "v1", kind: "Scale" };
        const responseKind = subresource === "scale" ? scale : own;
        expect(subresources).toContainEqual({ subresource, responseKind, verbs: ["get", "patch", "update"] });
      }
    },
  );

  test("comes in the old form to who does not know the new one", async () => {
    const { client } = given();
    const core = await client.get("/api");
    expect(core).toMatchObject({ contentType: "application/json", body: { kind: "APIVersions", versions: ["v1"] } });
    const { body: list } = await client.get("/apis");
    expect(list).toMatchObject({ kind: "APIGroupList", apiVersion: "v1" });
    const version = { groupVersion: "apps/v1", version: "v1" };
    const apps = { name: "apps", versions: [version], preferredVersion: version };
    expect(list.groups).toContainEqual(apps);
    expect((await client.get("/apis/apps")).body).toEqual({ kind: "APIGroup", apiVersion: "v1", ...apps });
    const { body: resources } = await client.get("/apis/apps/v1");
    expect(resources).toMatchObject({ kind: "APIResourceList", apiVersion: "v1", groupVersion: "apps/v1" });
    const named = (name: string) => resources.resources.find((each: Json) => each.name === name);
    expect(named("deployments")).toMatchObject({
      singularName: "deployment",
      namespaced: true,
      kind: "Deployment",
      shortNames: ["deploy"],
      categories: ["all"],
    });
    expect(named("deployments/scale")).toEqual({
      name: "deployments/scale",
      singularName: "",
      namespaced: true,
      group: "autoscaling",
      version: "v1",
      kind: "Scale",
      verbs: ["get", "patch", "update"],
    });
    const { body: ofCore } = await client.get("/api/v1");
    expect(ofCore).toMatchObject({ kind: "APIResourceList", groupVersion: "v1" });
  });

  test("a path that is nobody's is no Status, a resource that is not served is one", async () => {
    const { client } = given();
    for (const path of ["/nosuch", "/apis/no.such.group", "/apis/no.such.group/v1"]) {
      const answer = await client.get(path);
      expect(answer.status).toBe(404);
      expect(answer.body).toContain("404 page not found");
    }
    expect(await client.get("/apis/apps/v1/nosuch")).toMatchObject({
      status: 404,
      body: {
        kind: "Status",
        apiVersion: "v1",
        metadata: {},
        status: "Failure",
        message: "the server could not find the requested resource",
        reason: "NotFound",
        details: {},
        code: 404,
      },
    });
  });

  test("health and version can be asked", async () => {
    const { client } = given();
    for (const path of ["/livez", "/readyz", "/healthz"]) {
      expect(await client.get(path)).toMatchObject({ status: 200, body: "ok" });
    }
    const { body } = await client.get("/version");
    expect(body).toMatchObject({ major: "1", gitVersion: expect.stringMatching(/^v1\.\d+\.\d+/) });
  });

  test("the cluster is known by the uid of kube-system, also where only metadata is asked for", async () => {
    const { client } = given();
    const whole = await client.ok("GET", "/api/v1/namespaces/kube-system");
    const { body } = await client.get("/api/v1/namespaces/kube-system", {
      accept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json",
    });
    expect(Object.keys(body).sort()).toEqual(["apiVersion", "kind", "metadata"]);
    expect(body).toMatchObject({ kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1" });
    expect(body.metadata.uid).toBe(whole.metadata.uid);
    expect(body.metadata.uid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
}
