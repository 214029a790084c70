import { request } from "node:http";
import { afterEach, expect, test } from "vitest";
import { TestSandbox } from "../../support/sandbox.ts";

let sandbox: TestSandbox;
afterEach(() => sandbox?.[Symbol.asyncDispose]());

const pods = "/api/v1/namespaces/shop/pods";

async function names(): Promise<string[]> {
  return (await sandbox.json(pods)).items.map(
    ({ metadata }: { metadata: { name: string; uid: string } }) => `${metadata.name} ${metadata.uid}`,
  );
}

/** The lines of a watch until it ends; `cut`, where it ends without a word. */
async function watched(path: string, init: RequestInit = {}): Promise<string[]> {
  const response = await fetch(`${sandbox.url()}${path}`, init);
  try {
    const text = await response.text();
    return text.split("\n").filter((line) => line !== "");
  } catch {
    return ["cut"];
  }
}

test("the clock is stepped over HTTP", async () => {
  sandbox = await TestSandbox.start();
  const { clock } = await sandbox.json("/sandbox/clock");
  expect(clock).toEqual({ now: "2026-09-01T09:00:00.000Z", paused: true });
  const stepped = await sandbox.json("/sandbox/clock", { body: { advanceMs: 90_000 } });
  expect(stepped.clock.now).toBe("2026-09-01T09:01:30.000Z");
  const live = await sandbox.json("/sandbox/clock", { body: { paused: false } });
  expect(live.clock.paused).toBe(false);
  expect((await sandbox.json("/sandbox/clock", { body: { paused: true } })).clock.paused).toBe(true);
  for (const body of [{ advanceMs: -1 }, { advanceMs: "1" }, { advanceMs: 1e12 }, { paused: "yes" }]) {
    expect((await sandbox.request("/sandbox/clock", { body })).status).toBe(400);
  }
});

test("a reset brings everything back as it was, in later versions, and ends watches", async () => {
  sandbox = await TestSandbox.start({ clusters: 2 });
  const before = await names();
  const { resourceVersion } = (await sandbox.json(pods)).metadata;
  await sandbox.json(`${pods}/${before[0]?.split(" ")[0]}`, { method: "DELETE" });
  sandbox.step(60_000);
  expect(await names()).not.toEqual(before);
  await sandbox.json("/sandbox/faults", { body: { action: "forbid", user: "bob" } });
  const watch = watched(`${pods}?watch=true&resourceVersion=${resourceVersion}`);
  await sandbox.json("/sandbox/reset", { body: {} });
  expect((await watch).at(-1)).toBe("cut");
  expect(await names()).toEqual(before);
  const list = await sandbox.json(pods);
  expect(Number(list.metadata.resourceVersion)).toBeGreaterThan(Number(resourceVersion));
  expect((await sandbox.json("/sandbox")).faults).toEqual([]);
  // Who comes with a version of the life before has to list again.
  const [line = ""] = await watched(`${pods}?watch=true&resourceVersion=${resourceVersion}`);
  expect(JSON.parse(line)).toMatchObject({ type: "ERROR", object: { code: 410, reason: "Expired" } });
});

test("watches can be dropped, and versions expired", async () => {
  sandbox = await TestSandbox.start();
  const { resourceVersion } = (await sandbox.json(pods)).metadata;
  const path = `${pods}?watch=true&resourceVersion=${resourceVersion}`;
  const dropped = watched(path);
  await sandbox.json(pods);
  await sandbox.json("/sandbox/faults", { body: { action: "drop" } });
  expect(await dropped).toEqual(["cut"]);
  const expired = watched(path);
  await sandbox.json(pods);
  await sandbox.json("/sandbox/faults", { body: { action: "expire" } });
  expect(JSON.parse((await expired)[0] ?? "")).toMatchObject({ type: "ERROR", object: { code: 410 } });
});

test("a fault hits what it names, as often as it says", async () => {
  sandbox = await TestSandbox.start();
  const fault = (body: object) => sandbox.json("/sandbox/faults", { body });
  await fault({ action: "answer", code: 429, verb: "list", resource: "pods", times: 2 });
  const statuses: number[] = [];
  for (const path of ["/api/v1/nodes", pods, pods, pods]) statuses.push((await sandbox.request(path)).status);
  expect(statuses).toEqual([200, 429, 429, 200]);
  expect((await sandbox.json("/sandbox/faults")).faults).toEqual([]);

  await fault({ action: "refuse", path: "/livez" });
  await expect(sandbox.request("/livez")).rejects.toThrow("fetch failed");
  await sandbox.json("/sandbox/faults", { method: "DELETE" });
  expect((await sandbox.request("/livez")).status).toBe(200);

  await fault({ action: "delay", ms: 80, resource: "pods" });
  const began = performance.now();
  await sandbox.json(pods);
  expect(performance.now() - began).toBeGreaterThan(75);

  for (const body of [{ action: "nonsense" }, { action: "delay", ms: "long" }, { action: "answer", verb: 5 }, {}]) {
    expect((await sandbox.request("/sandbox/faults", { body })).status).toBe(400);
  }
});

test("who is forbidden something is refused it, and a review says so beforehand", async () => {
  sandbox = await TestSandbox.start();
  await sandbox.json("/sandbox/faults", {
    body: { action: "forbid", user: "alice", resource: "pods", namespace: "shop" },
  });
  const headers = { authorization: "Bearer alice" };
  expect((await sandbox.request(pods, { headers })).status).toBe(403);
  expect((await sandbox.request("/api/v1/namespaces/search/pods", { headers })).status).toBe(200);
  expect((await sandbox.request(pods, { headers: { authorization: "Bearer bob" } })).status).toBe(200);
  expect((await sandbox.request(pods, { headers: { "impersonate-user": "alice" } })).status).toBe(403);
  const review = async (namespace: string) => {
    const body = { spec: { resourceAttributes: { verb: "list", resource: "pods", namespace } } };
    const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    return (await sandbox.json(path, { body, headers })).status.allowed;
  };
  expect([await review("shop"), await review("search")]).toEqual([false, true]);
});

test("pages in a browser are kept out: by the host they come to, and the forms they can send", async () => {
  sandbox = await TestSandbox.start();
  const forged = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { host: "sandbox.attacker.example" };
    request(`${sandbox.url()}/api/v1/pods`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
  expect(forged).toBe(403);
  const form = { method: "POST", headers: { "content-type": "text/plain" }, body: "{}" };
  expect((await fetch(`${sandbox.url()}/sandbox/reset`, form)).status).toBe(400);
  expect((await fetch(`${sandbox.url()}/api/v1/namespaces`, form)).status).toBe(415);
});

test("a path that is none of the sandbox's is said to be so", async () => {
  sandbox = await TestSandbox.start();
  expect((await sandbox.request("/sandbox/nonsense")).status).toBe(404);
  expect((await sandbox.request("/sandbox/reset")).status).toBe(405);
  expect((await sandbox.request("/sandbox/clock", { method: "PUT", body: {} })).status).toBe(405);
});
