import { expect, test } from "vitest";
import { waitFor } from "../../control-plane/wait-for.ts";
import { configMapsIn, type Given, ownNames, ownNamespace, unique } from "./server-under-test.ts";

export function deleteCases(given: Given): void {
  const maps = configMapsIn("default");

  async function map(metadata: object = {}): Promise<{ path: string; uid: string; name: string; version: string }> {
    const name = unique("deleted");
    const made = await given().client.ok("POST", maps, { metadata: { name, ...metadata } });
    return { path: `${maps}/${name}`, name, uid: made.metadata.uid, version: made.metadata.resourceVersion };
  }
  const gone = (path: string) =>
    waitFor(async () => (await given().client.get(path)).status === 404, 10_000, `${path} to be gone`);

  test("are answered with a Status that names the object, and no version", async () => {
    const { path, name, uid } = await map();
    expect(await given().client.send("DELETE", path)).toEqual({
      status: 200,
      contentType: "application/json",
      body: {
        kind: "Status",
        apiVersion: "v1",
        metadata: {},
        status: "Success",
        details: { name, kind: "configmaps", uid },
      },
    });
    expect(await given().client.send("DELETE", path)).toMatchObject({ status: 404, body: { reason: "NotFound" } });
  });

  test.each([
    ["/api/v1", "secrets", {}, "Status"],
    ["/api/v1", "services", { spec: { ports: [{ port: 80 }] } }, "Service"],
    ["/api/v1", "serviceaccounts", {}, "ServiceAccount"],
    ["/api/v1", "resourcequotas", { spec: {} }, "ResourceQuota"],
    ["/apis/rbac.authorization.k8s.io/v1", "roles", { rules: [] }, "Status"],
    ["/apis/networking.k8s.io/v1", "networkpolicies", { spec: { podSelector: {} } }, "Status"],
    ["/apis/coordination.k8s.io/v1", "leases", { spec: {} }, "Status"],
  ])("in %s of %s are answered as a real server answers them", async (api, resource, content, kind) => {
    const { client } = given();
    const name = unique("deleted");
    const path = `${api}/namespaces/default/${resource}`;
    await client.ok("POST", path, { metadata: { name }, ...content });
    const body = await client.ok("DELETE", `${path}/${name}`);
    expect(body.kind).toBe(kind);
    const group = api.split("/")[2];
    const details = { name, kind: resource, uid: expect.any(String), ...(api.startsWith("/apis") && { group }) };
    expect(kind === "Status" ? body.details : { ...details, uid: body.metadata.uid }).toEqual(details);
  });

  test("hold to the uid and the version that they name", async () => {
    const { client } = given();
    const { path, name, uid, version } = await map();
    const remove = (preconditions: object) =>
      client.send("DELETE", path, { body: { kind: "DeleteOptions", apiVersion: "v1", preconditions } });
    expect(await remove({ uid: "another" })).toMatchObject({
      status: 409,
      body: {
        reason: "Conflict",
        message: `Operation cannot be fulfilled on ConfigMap "${name}": the UID in the precondition (another) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
        details: { name, kind: "ConfigMap" },
      },
    });
    expect(await remove({ resourceVersion: "1" })).toMatchObject({
      status: 409,
      body: {
        message: `Operation cannot be fulfilled on ConfigMap "${name}": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${version}). The object might have been modified`,
      },
    });
    expect(await remove({ uid, resourceVersion: version })).toMatchObject({ status: 200 });
  });

  test("can be tried without effect, by parameter and by body", async () => {
    const { client } = given();
    const { path } = await map();
    expect((await client.send("DELETE", `${path}?dryRun=All`)).body).toMatchObject({ status: "Success" });
    await client.ok("DELETE", path, { kind: "DeleteOptions", apiVersion: "v1", dryRun: ["All"] });
    expect((await client.get(path)).status).toBe(200);
    const odd = await client.send("DELETE", path, { body: { propagationPolicy: "Nope" } });
    expect(odd).toMatchObject({
      status: 422,
      body: { details: { kind: "DeleteOptions", causes: [{ field: "propagationPolicy" }] } },
    });
  });

  test("with a body are what the body says, whatever the parameters say", async () => {
    const { client } = given();
    const { path } = await map();
    await client.ok("DELETE", `${path}?dryRun=All`, { kind: "DeleteOptions", apiVersion: "v1" });
    expect((await client.get(path)).status).toBe(404);
  });

  test("wait for finalizers", async () => {
    const { client } = given();
    const { path } = await map({ finalizers: ["example.com/hold"] });
    const held = await client.ok("DELETE", path);
    expect(held).toMatchObject({
      kind: "ConfigMap",
      metadata: { deletionTimestamp: expect.any(String), deletionGracePeriodSeconds: 0 },
    });
    expect((await client.get(path)).status).toBe(200);
    const last = await client.patch("merge", path, { metadata: { finalizers: null } });
    expect(last).toMatchObject({ status: 200, body: { kind: "ConfigMap" } });
    expect((await client.get(path)).status).toBe(404);
  });

  test("take along what the object owned, unless it is to be orphaned", async () => {
    const { client } = given();
    const owned = (name: string, uid: string) =>
      map({ ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name, uid }] });
    const owner = await map();
    const child = await owned(owner.name, owner.uid);
    const grandchild = await owned(child.name, child.uid);
    await client.ok("DELETE", `${owner.path}?propagationPolicy=Background`);
    await gone(grandchild.path);
    expect((await client.get(child.path)).status).toBe(404);

    const parting = await map();
    const left = await owned(parting.name, parting.uid);
    await client.ok("DELETE", `${parting.path}?propagationPolicy=Orphan`);
    await gone(parting.path);
    expect((await client.ok("GET", left.path)).metadata).not.toHaveProperty("ownerReferences");
  });

  test("in the foreground go from the leaves to the root", async () => {
    const { client } = given();
    const owner = await map();
    const reference = { apiVersion: "v1", kind: "ConfigMap", name: owner.name, uid: owner.uid };
    const child = await map({ ownerReferences: [{ ...reference, blockOwnerDeletion: true }] });
    const held = await client.ok("DELETE", `${owner.path}?propagationPolicy=Foreground`);
    expect(held.metadata).toMatchObject({
      deletionTimestamp: expect.any(String),
      finalizers: ["foregroundDeletion"],
    });
    await gone(owner.path);
    expect((await client.get(child.path)).status).toBe(404);
  });

  test("come to what is owned by nobody", async () => {
    const reference = { apiVersion: "v1", kind: "ConfigMap", name: "never", uid: "never-was" };
    const { path } = await map({ ownerReferences: [reference] });
    await expect(gone(path)).resolves.toBe(true);
  });

  test("can be of all that fits a selector", async () => {
    const { client } = given();
    const path = configMapsIn(await ownNamespace(given()));
    for (const [name, team] of Object.entries({ a: "x", b: "x", c: "y" })) {
      await client.ok("POST", path, { metadata: { name, labels: { team } } });
    }
    const body = await client.ok("DELETE", `${path}?labelSelector=team%3Dx`);
    expect(body).toMatchObject({ kind: "ConfigMapList" });
    expect(ownNames(body)).toEqual(["a", "b"]);
    expect(ownNames(await client.ok("GET", path))).toEqual(["c"]);
  });

  // The namespace controller of a real cluster takes its time.
  test("of a namespace empty it first", { timeout: 40_000 }, async () => {
    const { client } = given();
    const namespace = await ownNamespace(given());
    await client.ok("POST", configMapsIn(namespace), { metadata: { name: "a" } });
    const marked = await client.ok("DELETE", `/api/v1/namespaces/${namespace}`);
    expect(marked).toMatchObject({
      kind: "Namespace",
      metadata: { deletionTimestamp: expect.any(String) },
      spec: { finalizers: ["kubernetes"] },
      status: { phase: "Terminating" },
    });
    const late = await client.send("POST", configMapsIn(namespace), { body: { metadata: { name: "late" } } });
    expect([403, 404]).toContain(late.status);
    await waitFor(
      async () => (await client.get(`/api/v1/namespaces/${namespace}`)).status === 404,
      30_000,
      "the namespace to be gone",
    );
    expect(ownNames(await client.ok("GET", configMapsIn(namespace)))).toEqual([]);
    expect((await client.send("DELETE", "/api/v1/namespaces/default")).body).toMatchObject({
      code: 403,
      reason: "Forbidden",
      message: 'namespaces "default" is forbidden: this namespace may not be deleted',
    });
  });
}
