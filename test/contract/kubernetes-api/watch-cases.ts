import { expect, test } from "vitest";
import { waitFor } from "../../control-plane/wait-for.ts";
import { configMapsIn, type Given, ownNamespace } from "./server-under-test.ts";

const streamed = "watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";

export function watchCases(given: Given): void {
  async function place(): Promise<{ path: string; version: string }> {
    const path = configMapsIn(await ownNamespace(given()));
    // A real cluster puts something into each new namespace; then nothing more comes by itself.
    const marked = await given().client.ok("POST", path, { metadata: { name: "ready" } });
    await given().client.ok("DELETE", `${path}/ready`);
    return { path, version: marked.metadata.resourceVersion };
  }
  const own = "labelSelector=own";
  const labels = { own: "yes" };

  test("tell each change once, in order, with versions that rise", async () => {
    const { client } = given();
    const { path, version } = await place();
    await client.ok("POST", path, { metadata: { name: "a", labels }, data: { n: "1" } });
    const watch = await client.watch(`${path}?watch=true&resourceVersion=${version}&${own}`);
    expect(watch.status).toBe(200);
    await client.patch("merge", `${path}/a`, { data: { n: "2" } });
    await client.ok("POST", path, { metadata: { name: "b", labels } });
    await client.ok("DELETE", `${path}/a`);
    expect(await watch.tells(4)).toEqual(["ADDED a", "MODIFIED a", "ADDED b", "DELETED a"]);
    const versions = watch.events.map(({ object }) => BigInt(object.metadata.resourceVersion));
    expect(versions).toEqual([...new Set(versions)].sort((x, y) => (x < y ? -1 : 1)));
    const [added, , , deleted] = watch.events;
    expect(added?.object).toMatchObject({ kind: "ConfigMap", apiVersion: "v1", data: { n: "1" } });
    expect(deleted?.object).toMatchObject({ kind: "ConfigMap", data: { n: "2" } });
    watch.close();
  });

  test("go on exactly where another one ended", async () => {
    const { client } = given();
    const { path, version } = await place();
    for (const name of ["a", "b", "c"]) await client.ok("POST", path, { metadata: { name, labels } });
    const first = await client.watch(`${path}?watch=true&resourceVersion=${version}&${own}`);
    await first.tells(3);
    first.close();
    const seen = first.events[0]?.object.metadata.resourceVersion;
    const second = await client.watch(`${path}?watch=true&resourceVersion=${seen}&${own}`);
    expect(await second.tells(2)).toEqual(["ADDED b", "ADDED c"]);
    second.close();
  });

  test("with a selector show an object come and go as it fits and does not", async () => {
    const { client } = given();
    const { path, version } = await place();
    const watch = await client.watch(`${path}?watch=true&resourceVersion=${version}&labelSelector=color%3Dred`);
    await client.ok("POST", path, { metadata: { name: "a", labels: { color: "blue" } }, data: { n: "1" } });
    await client.patch("merge", `${path}/a`, { metadata: { labels: { color: "red" } } });
    await client.patch("merge", `${path}/a`, { data: { n: "2" } });
    const last = await client.patch("merge", `${path}/a`, {
      metadata: { labels: { color: "blue" } },
      data: { n: "3" },
    });
    await client.patch("merge", `${path}/a`, { data: { n: "4" } });
    await client.ok("POST", path, { metadata: { name: "end", labels: { color: "red" } } });
    expect(await watch.tells(4)).toEqual(["ADDED a", "MODIFIED a", "DELETED a", "ADDED end"]);
    const gone = watch.events[2]?.object;
    // As it last fitted, in the version of the change by which it does not.
    expect(gone.data).toEqual({ n: "2" });
    expect(gone.metadata.labels).toEqual({ color: "red" });
    expect(gone.metadata.resourceVersion).toBe(last.body.metadata.resourceVersion);
    watch.close();
  });

  test("of one name, and of one field, leave out all else", async () => {
    const { client } = given();
    const { path, version } = await place();
    const watch = await client.watch(`${path}?watch=true&resourceVersion=${version}&fieldSelector=metadata.name%3Db`);
    for (const name of ["a", "b"]) await client.ok("POST", path, { metadata: { name } });
    expect(await watch.tells(1)).toEqual(["ADDED b"]);
    watch.close();
  });

  test.each(["", "&resourceVersion=0"])("without a version begin with what is there (%s)", async (version) => {
    const { client } = given();
    const { path } = await place();
    for (const name of ["b", "a"]) await client.ok("POST", path, { metadata: { name, labels } });
    // Of version 0 a server may take what it has at hand.
    await waitFor(
      async () => (await client.ok("GET", `${path}?resourceVersion=0&${own}`)).items.length === 2,
      5_000,
      "the server's memory to be up to date",
    );
    const watch = await client.watch(`${path}?watch=true&${own}${version}`);
    expect((await watch.tells(2)).toSorted()).toEqual(["ADDED a", "ADDED b"]);
    await client.ok("DELETE", `${path}/a`);
    expect((await watch.tells(3))[2]).toBe("DELETED a");
    watch.close();
  });

  test("stream a list: the objects, a bookmark that ends them, then what happens", async () => {
    const { client } = given();
    const { path } = await place();
    for (const name of ["b", "a"]) await client.ok("POST", path, { metadata: { name, labels } });
    const listed = await client.ok("GET", path);
    const watch = await client.watch(`${path}?${streamed}&${own}`);
    await waitFor(() => watch.bookmarks.length > 0, 8_000, "the bookmark");
    expect(watch.events.slice(0, 2).map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual([
      "ADDED a",
      "ADDED b",
    ]);
    const [bookmark] = watch.bookmarks;
    expect(bookmark?.object).toEqual({
      kind: "ConfigMap",
      apiVersion: "v1",
      metadata: {
        resourceVersion: expect.stringMatching(/^\d+$/),
        annotations: { "k8s.io/initial-events-end": "true" },
      },
    });
    const version = BigInt(bookmark?.object.metadata.resourceVersion);
    expect(version >= BigInt(listed.metadata.resourceVersion)).toBe(true);
    await client.ok("POST", path, { metadata: { name: "c", labels } });
    expect((await watch.tells(3))[2]).toBe("ADDED c");
    watch.close();
  });

  test("stream an empty list, too", async () => {
    const watch = await given().client.watch(`${configMapsIn("nowhere")}?${streamed}`);
    await waitFor(() => watch.bookmarks.length > 0, 8_000, "the bookmark");
    expect(watch.story).toEqual([]);
    watch.close();
  });

  test.each([
    ["sendInitialEvents=true", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"],
    [
      "resourceVersion=0&resourceVersionMatch=NotOlderThan",
      "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
    ],
  ])("are refused with %s", async (query, why) => {
    const { status, body } = await given().client.get(`${configMapsIn("default")}?watch=true&${query}`);
    expect(status).toBe(422);
    expect(body).toMatchObject({
      message: `ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: ${why}`,
      reason: "Invalid",
      details: { causes: [{ reason: "FieldValueForbidden", field: "resourceVersionMatch" }] },
    });
  });

  test("end when their time is up, with a bookmark shortly before", async () => {
    const { client } = given();
    const { path, version } = await place();
    const query = `watch=true&resourceVersion=${version}&allowWatchBookmarks=true&timeoutSeconds=5&labelSelector=nothing`;
    const watch = await client.watch(`${path}?${query}`);
    const { metadata } = await client.ok("POST", path, { metadata: { name: "unseen" } });
    await watch.end();
    expect(watch.story).toEqual([]);
    const last = watch.bookmarks.at(-1)?.object;
    expect(last).toMatchObject({ kind: "ConfigMap", apiVersion: "v1" });
    expect(last.metadata).not.toHaveProperty("name");
    // It says that nothing that fits has happened up to there, which spares the client what did not fit.
    expect(BigInt(last.metadata.resourceVersion) >= BigInt(metadata.resourceVersion)).toBe(true);
  });

  test("can be of metadata alone", async () => {
    const { client } = given();
    const { path, version } = await place();
    const accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    await client.ok("POST", path, { metadata: { name: "a" }, data: { n: "1" } });
    const watch = await client.watch(`${path}?watch=true&resourceVersion=${version}&fieldSelector=metadata.name%3Da`, {
      accept,
    });
    await watch.tells(1);
    expect(watch.events[0]?.object).toMatchObject({ kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1" });
    expect(watch.events[0]?.object).not.toHaveProperty("data");
    watch.close();
  });
}
