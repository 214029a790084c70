import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import { median } from "./support/statistics.ts";

const ROUNDS = 5;
const GIVE_UP_MS = 30_000;
// Of all three clusters, so that each has been reached, asked for its kinds and listed.
const QUERY = JSON.stringify({
  query: "{ deployments(first: 100) { totalCount nodes { name pods { totalCount } } clusterErrors { cluster } } }",
});

const program = fileURLToPath(new URL("../dist/main.js", import.meta.url));

export const t2: Figure = {
  id: "T2",
  what: "the built program in an empty home, over its sandbox: seconds from its start to a complete answer",
  against: "nothing: an absolute figure",
  goal: { relation: "<=", bound: 1.5 },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  const seconds: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const home = await mkdtemp(join(tmpdir(), "fairway-bench-"));
    try {
      seconds.push(await firstAnswer(home));
      log(`T2 round ${round}: ${rounded(seconds.at(-1) ?? 0)} s`);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  }
  return { value: median(seconds), raw: { rounds: seconds.map((each) => rounded(each)) } };
}

async function firstAnswer(home: string): Promise<number> {
  const port = await freePort();
  const startedAt = performance.now();
  const gateway = spawn(process.execPath, ["--enable-source-maps", program, "--port", String(port)], {
    cwd: home,
    env: { HOME: home, TMPDIR: home },
    stdio: "ignore",
  });
  try {
    while (performance.now() - startedAt < GIVE_UP_MS) {
      if (await answers(`http://127.0.0.1:${port}/graphql`)) return (performance.now() - startedAt) / 1000;
      await delay(5);
    }
    throw new Error(`no complete answer within ${GIVE_UP_MS} ms`);
  } finally {
    await ended(gateway);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: QUERY });
    const { data } = (await response.json()) as {
      data?: { deployments?: { totalCount: number; clusterErrors: unknown[] } };
    };
    const { totalCount = 0, clusterErrors = [] } = data?.deployments ?? {};
    return totalCount > 0 && clusterErrors.length === 0;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

async function ended(gateway: ChildProcess): Promise<void> {
  if (gateway.exitCode !== null) return;
  const exit = once(gateway, "exit");
  gateway.kill("SIGTERM");
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (!address || typeof address === "string") throw new Error("no port to be had");
  return address.port;
}
