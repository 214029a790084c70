import { expect, test } from "vitest";
import type { Json } from "./client.ts";
import { configMapsIn, type Given, ownNames, ownNamespace } from "./server-under-test.ts";

const metadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
const table = "application/json;as=Table;g=meta.k8s.io;v=v1";

export function listCases(given: Given): void {
  /** A namespace with config maps a to e; those that are vowels say so. */
  async function alphabet(): Promise<string> {
    const path = configMapsIn(await ownNamespace(given()));
    for (const name of ["c", "a", "e", "b", "d"]) {
      const labels = { letter: name, ...("ae".includes(name) && { vowel: "yes" }) };
      await given().client.ok("POST", path, { metadata: { name, labels }, data: { name } });
    }
    return path;
  }

  test("are in the order of names, and their items leave out what the list says for all", async () => {
    const { body } = await given().client.get(`${await alphabet()}?labelSelector=letter`);
    expect(body).toMatchObject({ kind: "ConfigMapList", apiVersion: "v1" });
    expect(ownNames(body)).toEqual(["a", "b", "c", "d", "e"]);
    for (const item of body.items) expect(Object.keys(item).sort()).toEqual(["data", "metadata"]);
    const versions = body.items.map(({ metadata }: Json) => BigInt(metadata.resourceVersion));
    for (const version of versions) expect(BigInt(body.metadata.resourceVersion) >= version).toBe(true);
  });

  test("of a namespace that is not there are empty", async () => {
    const { status, body } = await given().client.get(configMapsIn("nowhere"));
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: "ConfigMapList", items: [] });
  });

  test("come in pages of one and the same version", async () => {
    const { client } = given();
    const path = await alphabet();
    const first = await client.ok("GET", `${path}?limit=2&labelSelector=letter`);
    expect(ownNames(first)).toEqual(["a", "b"]);
    // A server would have to look at what is left to count what a selector finds in it.
    expect(first.metadata).not.toHaveProperty("remainingItemCount");
    await client.ok("POST", path, { metadata: { name: "bb", labels: { letter: "bb" } } });
    await client.ok("DELETE", `${path}/d`);
    const next = `${path}?limit=2&labelSelector=letter&continue=${first.metadata.continue}`;
    const second = await client.ok("GET", next);
    expect(ownNames(second)).toEqual(["c", "d"]);
    const third = await client.ok("GET", next.replace(first.metadata.continue, second.metadata.continue));
    expect(ownNames(third)).toEqual(["e"]);
    expect(third.metadata).not.toHaveProperty("continue");
    for (const { metadata } of [second, third]) expect(metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  test("say how many are left where nothing is selected", async () => {
    const { client } = given();
    const path = await alphabet();
    const count = (await client.ok("GET", path)).items.length;
    const { metadata } = await client.ok("GET", `${path}?limit=2`);
    expect(metadata.remainingItemCount).toBe(count - 2);
  });

  test.each([
    ["vowel", ["a", "e"]],
    ["letter,!vowel", ["b", "c", "d"]],
    ["vowel=yes", ["a", "e"]],
    ["vowel==yes,letter!=a", ["e"]],
    ["letter in (a, b,x)", ["a", "b"]],
    ["letter,letter notin (a,b,c)", ["d", "e"]],
    ["letter,vowel notin (yes)", ["b", "c", "d"]],
    ["letter=", []],
  ])("are selected by labels: %s", async (selector, names) => {
    const path = await alphabet();
    const body = await given().client.ok("GET", `${path}?labelSelector=${encodeURIComponent(selector)}`);
    expect(ownNames(body)).toEqual(names);
  });

  test.each([
    ["metadata.name=a", ["a"]],
    ["metadata.name!=a", ["b", "c", "d", "e"]],
    ["metadata.name==a,metadata.namespace=nowhere", []],
  ])("are selected by fields: %s", async (selector, names) => {
    const path = await alphabet();
    const body = await given().client.ok("GET", `${path}?fieldSelector=${encodeURIComponent(selector)}`);
    expect(ownNames(body)).toEqual(names);
  });

  test("span all namespaces, and fields of the kind's own select", async () => {
    const { client } = given();
    const namespace = await ownNamespace(given());
    const event = (name: string, uid: string) => ({
      metadata: { name },
      involvedObject: { kind: "Pod", namespace, name: "p", uid },
      reason: "Tested",
      type: "Normal",
    });
    await client.ok("POST", `/api/v1/namespaces/${namespace}/events`, event("one", "uid-1"));
    await client.ok("POST", `/api/v1/namespaces/${namespace}/events`, event("two", "uid-2"));
    const fields = `involvedObject.uid=uid-2,involvedObject.namespace=${namespace},reason=Tested`;
    const body = await client.ok("GET", `/api/v1/events?fieldSelector=${encodeURIComponent(fields)}`);
    expect(ownNames(body)).toEqual(["two"]);
    const nodeName = encodeURIComponent("spec.nodeName=nobody");
    expect((await client.ok("GET", `/api/v1/pods?fieldSelector=${nodeName}`)).items).toEqual([]);
  });

  test.each([
    ["labelSelector=a in (b", /unable to parse requirement/],
    ["labelSelector=a===b", /unable to parse requirement/],
    ["labelSelector=-x=b", /unable to parse requirement/],
    ["labelSelector=a b", /unable to parse requirement/],
    ["fieldSelector=ab", "invalid selector: 'ab'; can't understand 'ab'"],
    ["fieldSelector=data.x=1", '"data.x" is not a known field selector: only "metadata.name", "metadata.namespace"'],
    ["resourceVersion=abc", /invalid resource version/],
    ["limit=x", /invalid syntax/],
    ["continue=garbage", /continue key is not valid/],
  ])("are refused with a bad %s", async (query, message) => {
    const [name = "", value = ""] = [query.slice(0, query.indexOf("=")), query.slice(query.indexOf("=") + 1)];
    const path = `${configMapsIn("default")}?${name}=${encodeURIComponent(value)}`;
    const { status, body } = await given().client.get(path);
    const text = typeof message === "string" ? message : expect.stringMatching(message);
    expect({ status, body }).toMatchObject({ status: 400, body: { reason: "BadRequest", message: text, code: 400 } });
  });

  test("of pods refuse an unknown field in other words", async () => {
    const { body } = await given().client.get("/api/v1/pods?fieldSelector=a%3Db");
    expect(body).toMatchObject({ reason: "BadRequest", message: "field label not supported: a", code: 400 });
  });

  test.each([
    [
      "resourceVersionMatch=Exact",
      "resourceVersionMatch",
      "resourceVersionMatch is forbidden unless resourceVersion is provided",
    ],
    ["sendInitialEvents=true", "sendInitialEvents", "sendInitialEvents is forbidden for list"],
  ])("are refused with %s", async (query, field, why) => {
    const { status, body } = await given().client.get(`${configMapsIn("default")}?${query}`);
    expect(status).toBe(422);
    expect(body).toMatchObject({
      message: `ListOptions.meta.k8s.io "" is invalid: ${field}: Forbidden: ${why}`,
      reason: "Invalid",
      details: {
        group: "meta.k8s.io",
        kind: "ListOptions",
        causes: [{ reason: "FieldValueForbidden", message: `Forbidden: ${why}`, field }],
      },
    });
  });

  test("show an earlier version exactly, and are not older than one that is asked for", async () => {
    const { client } = given();
    const path = await alphabet();
    const before = (await client.ok("GET", path)).metadata.resourceVersion;
    await client.ok("DELETE", `${path}/a`);
    const select = "labelSelector=letter";
    const exact = await client.ok("GET", `${path}?${select}&resourceVersion=${before}&resourceVersionMatch=Exact`);
    expect(ownNames(exact)).toEqual(["a", "b", "c", "d", "e"]);
    expect(exact.metadata.resourceVersion).toBe(before);
    const limited = await client.ok("GET", `${path}?${select}&resourceVersion=${before}&limit=1`);
    expect(ownNames(limited)).toEqual(["a"]);
    const newer = await client.ok(
      "GET",
      `${path}?${select}&resourceVersion=${before}&resourceVersionMatch=NotOlderThan`,
    );
    expect(BigInt(newer.metadata.resourceVersion) >= BigInt(before)).toBe(true);
    expect(ownNames(await client.ok("GET", `${path}?${select}`))).toEqual(["b", "c", "d", "e"]);
    const any = await client.ok("GET", `${path}?${select}&resourceVersion=0`);
    expect(any.kind).toBe("ConfigMapList");
  });

  test("of a version that is still to come time out", async () => {
    const { status, body } = await given().client.get(`${configMapsIn("default")}?resourceVersion=999999999`);
    expect(status).toBe(504);
    expect(body).toMatchObject({
      message: expect.stringMatching(/^Timeout: Too large resource version: 999999999, current: \d+$/),
      reason: "Timeout",
      details: {
        causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
        retryAfterSeconds: 1,
      },
      code: 504,
    });
  });

  test("cannot be continued at another version", async () => {
    const { client } = given();
    const path = await alphabet();
    const token = (await client.ok("GET", `${path}?limit=1`)).metadata.continue;
    const { body } = await client.get(`${path}?limit=1&continue=${token}&resourceVersion=5`);
    expect(body).toMatchObject({
      code: 400,
      message: "specifying resource version is not allowed when using continue",
    });
  });

  test("can be of metadata alone, or a table", async () => {
    const { client } = given();
    const path = await alphabet();
    const { body: metadata } = await client.get(`${path}?limit=1`, { accept: metadataList });
    expect(metadata).toMatchObject({ kind: "PartialObjectMetadataList", apiVersion: "meta.k8s.io/v1" });
    expect(metadata.metadata.continue).toEqual(expect.any(String));
    expect(metadata.items).toMatchObject([
      { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: { name: "a" } },
    ]);
    expect(metadata.items[0]).not.toHaveProperty("data");
    const { body: rows } = await client.get(`${path}?limit=1`, { accept: table });
    expect(rows).toMatchObject({ kind: "Table", apiVersion: "meta.k8s.io/v1" });
    expect(rows.columnDefinitions.map(({ name }: Json) => name)).toEqual(["Name", "Data", "Age"]);
    expect(rows.rows[0].cells.slice(0, 2)).toEqual(["a", 1]);
    expect(rows.rows[0].object).toMatchObject({ kind: "PartialObjectMetadata", metadata: { name: "a" } });
  });

  test("are not to be had in a form that nobody knows", async () => {
    const { status, body } = await given().client.get("/api/v1/namespaces", { accept: "application/xml" });
    expect(status).toBe(406);
    expect(body).toMatchObject({ reason: "NotAcceptable", code: 406 });
  });
}
