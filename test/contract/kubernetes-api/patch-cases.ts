import { expect, test } from "vitest";
import { deploymentOf, deploymentsIn } from "./deployment.ts";
import { configMapsIn, type Given, ownNamespace, unique } from "./server-under-test.ts";

export function patchCases(given: Given): void {
  const maps = configMapsIn("default");

  async function map(data: Record<string, string> = { x: "1", y: "2" }): Promise<string> {
    const name = unique("patched");
    await given().client.ok("POST", maps, { metadata: { name }, data });
    return `${maps}/${name}`;
  }

  async function deployment(): Promise<string> {
    const namespace = await ownNamespace(given());
    const path = deploymentsIn(namespace);
    // Without pods: a quiet object, whose version nobody else raises for long.
    await given().client.ok("POST", path, deploymentOf("d", { replicas: 0, paused: true }));
    return `${path}/d`;
  }

  test("a merge patch sets, removes and leaves alone", async () => {
    const { status, body } = await given().client.patch("merge", await map(), { data: { x: null, z: "3" } });
    expect({ status, data: body.data }).toEqual({ status: 200, data: { y: "2", z: "3" } });
  });

  test("a merge patch replaces lists as a whole", async () => {
    const path = await deployment();
    const patch = { spec: { template: { spec: { containers: [{ name: "other", image: "i:2" }] } } } };
    const { body } = await given().client.patch("merge", path, patch);
    expect(body.spec.template.spec.containers.map(({ name }: { name: string }) => name)).toEqual(["other"]);
  });

  test("a patch that changes nothing makes no version", async () => {
    const path = await map();
    const { metadata } = await given().client.ok("GET", path);
    const { body } = await given().client.patch("merge", path, { data: { x: "1" } });
    expect(body.metadata.resourceVersion).toBe(metadata.resourceVersion);
  });

  test("a patch that names an older version is a Conflict", async () => {
    const path = await map();
    const { body } = await given().client.patch("merge", path, { metadata: { resourceVersion: "1" } });
    expect(body).toMatchObject({
      code: 409,
      reason: "Conflict",
      message: expect.stringMatching(/^Operation cannot be/),
    });
    const { metadata } = await given().client.ok("GET", path);
    const { resourceVersion } = metadata;
    const fits = await given().client.patch("merge", path, { metadata: { resourceVersion }, data: { x: "9" } });
    expect(fits).toMatchObject({ status: 200, body: { data: { x: "9" } } });
  });

  test("a patch that names another uid is Invalid at metadata.uid", async () => {
    const { status, body } = await given().client.patch("merge", await map(), { metadata: { uid: "another" } });
    expect(status).toBe(422);
    expect(body.details.causes[0]).toEqual({
      reason: "FieldValueInvalid",
      message: 'Invalid value: "another": field is immutable',
      field: "metadata.uid",
    });
  });

  test("a patch can change neither name nor place, nor decide about the end", async () => {
    const { client } = given();
    const path = await map();
    const patch = async (metadata: object) => (await client.patch("merge", path, { metadata })).body;
    expect(await patch({ name: "other" })).toMatchObject({
      code: 400,
      message: expect.stringMatching(/^the name of the object \(other\)/),
    });
    expect(await patch({ namespace: "other" })).toMatchObject({
      code: 400,
      message: "the namespace of the provided object does not match the namespace sent on the request",
    });
    const ended = await patch({ deletionTimestamp: "2020-01-01T00:00:00Z" });
    expect(ended).toMatchObject({ code: 422, details: { causes: [{ field: "metadata.deletionTimestamp" }, {}] } });
    const before = (await client.ok("GET", path)).metadata;
    const same = await patch({ creationTimestamp: null, generation: 7 });
    expect(same.metadata.resourceVersion).toBe(before.resourceVersion);
  });

  test("a version that is late counts before all else that is wrong", async () => {
    const { status } = await given().client.patch("merge", await map(), {
      metadata: { uid: "another", resourceVersion: "1", labels: { "a b": "c" } },
    });
    expect(status).toBe(409);
  });

  test("a JSON patch does what it says, in order, or nothing", async () => {
    const { client } = given();
    const path = await map();
    const { body } = await client.patch("json", path, [
      { op: "test", path: "/data/x", value: "1" },
      { op: "add", path: "/data/z", value: "3" },
      { op: "remove", path: "/data/y" },
    ]);
    expect(body.data).toEqual({ x: "1", z: "3" });
    for (const operation of [
      { op: "test", path: "/data/x", value: "9" },
      { op: "remove", path: "/data/absent" },
      { op: "bogus", path: "/data/x" },
    ]) {
      const refused = await client.patch("json", path, [{ op: "add", path: "/data/w", value: "4" }, operation]);
      expect(refused).toMatchObject({
        status: 422,
        body: { reason: "Invalid", message: "the server rejected our request due to an error in our request" },
      });
    }
    expect((await client.ok("GET", path)).data).toEqual({ x: "1", z: "3" });
    const object = await client.patch("json", path, { not: "a list" });
    expect(object).toMatchObject({ status: 400, body: { reason: "BadRequest" } });
  });

  test("a JSON patch can put what is not there by `replace`, as in the server's library", async () => {
    const { status, body } = await given().client.patch("json", await map(), [
      { op: "replace", path: "/data/absent", value: "x" },
    ]);
    expect({ status, absent: body.data?.absent }).toEqual({ status: 200, absent: "x" });
  });

  test("a strategic merge patch merges containers and their variables by name", async () => {
    const { client } = given();
    const path = await deployment();
    const of = (containers: object[]) => ({ spec: { template: { spec: { containers } } } });
    const added = await client.patch(
      "strategic",
      path,
      of([
        { name: "app", image: "registry.example.com/app:2", env: [{ name: "B", value: "2" }] },
        { name: "side", image: "registry.example.com/side:1" },
      ]),
    );
    expect(added.status).toBe(200);
    const [app, side] = added.body.spec.template.spec.containers;
    expect(app).toMatchObject({ name: "app", image: "registry.example.com/app:2" });
    expect(app.env).toEqual([
      { name: "B", value: "2" },
      { name: "A", value: "1" },
    ]);
    expect(side.name).toBe("side");
    const removed = await client.patch("strategic", path, of([{ name: "side", $patch: "delete" }]));
    expect(removed.body.spec.template.spec.containers).toHaveLength(1);
    const replaced = await client.patch(
      "strategic",
      path,
      of([{ $patch: "replace" }, { name: "only", image: "registry.example.com/only:1" }]),
    );
    expect(replaced.body.spec.template.spec.containers).toMatchObject([{ name: "only" }]);
    const annotated = await client.patch("strategic", path, { metadata: { labels: { app: null, b: "c" } } });
    expect(annotated.body.metadata.labels).toEqual({ b: "c" });
  });

  test("new entries of a strategic merge patch come first, unless it gives an order", async () => {
    const { client } = given();
    const path = await deployment();
    const names = async (spec: object) => {
      const { body } = await client.patch("strategic", path, { spec: { template: { spec } } });
      return body.spec.template.spec.containers.map(({ name }: { name: string }) => name);
    };
    const container = (name: string) => ({ name, image: "registry.example.com/x:1" });
    expect(await names({ containers: [container("new")] })).toEqual(["new", "app"]);
    const order = [{ name: "app" }, { name: "last" }, { name: "new" }];
    const ordered = { "$setElementOrder/containers": order, containers: [container("last")] };
    expect(await names(ordered)).toEqual(["app", "last", "new"]);
  });

  test("a field that is null was not given", async () => {
    const path = await deployment();
    const env = [{ name: "B", value: null }, { name: "C" }];
    const containers = [{ name: "e", image: "k:1", env, command: null }];
    const { body } = await given().client.patch("merge", path, { spec: { template: { spec: { containers } } } });
    const [container] = body.spec.template.spec.containers;
    expect(container.env).toEqual([{ name: "B" }, { name: "C" }]);
    expect(container).not.toHaveProperty("command");
  });

  test("a patch of a type that nobody knows is refused", async () => {
    const path = await map();
    const { status, body } = await given().client.send("PATCH", path, { body: {} });
    expect(status).toBe(415);
    expect(body).toMatchObject({ reason: "UnsupportedMediaType", details: {}, code: 415 });
    const garbled = await given().client.send("PATCH", path, {
      body: "nonsense",
      contentType: "application/merge-patch+json",
    });
    expect(garbled).toMatchObject({ status: 400, body: { message: expect.stringMatching(/^error decoding patch/) } });
  });

  test("what is not there cannot be patched, but applied", async () => {
    const { client } = given();
    const name = unique("applied");
    const path = `${maps}/${name}`;
    expect((await client.patch("merge", path, {})).body).toMatchObject({ code: 404, reason: "NotFound" });
    const applied = { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { a: "1" } };
    const made = await client.patch("apply", `${path}?fieldManager=contract`, applied);
    expect(made).toMatchObject({ status: 201, body: { data: { a: "1" } } });
    const again = await client.patch("apply", `${path}?fieldManager=contract`, applied);
    expect(again.status).toBe(200);
    expect(again.body.metadata.resourceVersion).toBe(made.body.metadata.resourceVersion);
    const more = { ...applied, data: { a: "1", b: "2" } };
    expect((await client.patch("apply", `${path}?fieldManager=contract`, more)).body.data).toEqual(more.data);
    await client.patch("merge", path, { metadata: { labels: { kept: "yes" } } });
    const kept = await client.patch("apply", `${path}?fieldManager=contract&force=true`, {
      ...more,
      data: { a: "3", b: "2" },
    });
    expect(kept.body).toMatchObject({ data: { a: "3", b: "2" }, metadata: { labels: { kept: "yes" } } });
  });

  test("applied configurations may be YAML", async () => {
    const name = unique("applied");
    const { status, body } = await given().client.send("PATCH", `${maps}/${name}?fieldManager=contract`, {
      body: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  a: "1"\n`,
      contentType: "application/apply-patch+yaml",
    });
    expect({ status, data: body.data }).toEqual({ status: 201, data: { a: "1" } });
  });

  test("an apply merges containers by name", async () => {
    const path = await deployment();
    const container = { name: "side", image: "registry.example.com/side:1" };
    const { body } = await given().client.patch("apply", `${path}?fieldManager=contract`, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "d" },
      spec: { template: { spec: { containers: [container] } } },
    });
    const names = body.spec.template.spec.containers.map(({ name }: { name: string }) => name);
    expect(names).toEqual(["app", "side"]);
  });

  test("an apply has to say who and what", async () => {
    const { client } = given();
    const name = unique("applied");
    const applied = { apiVersion: "v1", kind: "ConfigMap", metadata: { name } };
    const nobody = await client.patch("apply", `${maps}/${name}`, applied);
    expect(nobody).toMatchObject({
      status: 422,
      body: { details: { kind: "PatchOptions", causes: [{ reason: "FieldValueRequired", field: "fieldManager" }] } },
    });
    const nothing = await client.patch("apply", `${maps}/${name}?fieldManager=contract`, { metadata: { name } });
    expect(nothing.body).toMatchObject({ code: 400, message: expect.stringMatching(/^invalid object type/) });
    const other = await client.patch("apply", `${maps}/other?fieldManager=contract`, applied);
    expect(other.body).toMatchObject({ code: 400, message: expect.stringMatching(/^the name of the object/) });
  });

  test("a dry run of a patch answers with its outcome and stores nothing", async () => {
    const path = await map();
    const { status, body } = await given().client.patch("merge", `${path}?dryRun=All`, { data: { x: "dry" } });
    expect({ status, x: body.data.x }).toEqual({ status: 200, x: "dry" });
    expect((await given().client.ok("GET", path)).data.x).toBe("1");
  });

  test("generation counts what is wanted, not what is said about it", async () => {
    const { client } = given();
    const path = await deployment();
    const generation = async () => (await client.ok("GET", path)).metadata.generation;
    const before = await generation();
    await client.patch("merge", path, { metadata: { labels: { x: "y" } } });
    expect(await generation()).toBe(before);
    await client.patch("merge", path, { spec: { minReadySeconds: 1 } });
    expect(await generation()).toBe(before + 1);
  });

  test("status has a door of its own, and no other", async () => {
    const { client } = given();
    const path = await deployment();
    const through = await client.patch("merge", `${path}/status`, {
      status: { collisionCount: 3 },
      spec: { replicas: 9 },
    });
    expect(through.body).toMatchObject({ status: { collisionCount: 3 }, spec: { replicas: 0 } });
    const past = await client.patch("merge", path, { status: { collisionCount: 7 } });
    expect(past.body.status.collisionCount).toBe(3);
    expect((await client.ok("GET", `${path}/status`)).kind).toBe("Deployment");
  });

  test("a deployment's selector stays, and its replicas are not negative", async () => {
    const { client } = given();
    const path = await deployment();
    const moved = await client.patch("merge", path, { spec: { selector: { matchLabels: { app: "other" } } } });
    expect(moved.status).toBe(422);
    expect(moved.body.details.causes).toContainEqual({
      reason: "FieldValueInvalid",
      message: 'Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
      field: "spec.selector",
    });
    const negative = await client.patch("merge", path, { spec: { replicas: -1 } });
    expect(negative.body).toMatchObject({
      message: 'Deployment.apps "d" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
      details: { name: "d", group: "apps", kind: "Deployment", causes: [{ field: "spec.replicas" }] },
    });
  });
}
