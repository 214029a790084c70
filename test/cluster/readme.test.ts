import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../architecture/source-file.ts";
import { ensureAssets } from "../control-plane/assets.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import type { GraphQLResponse } from "../support/graphql-client.ts";
import { subscribe } from "../support/graphql-client.ts";

// What the README shows is run as it stands there, and has to give what stands there: on a folder and a port of this
// test's own, and with the numbers that differ from run to run (cursors, how many pods somebody had scaled to) left out.

interface Block {
  readonly language: string;
  readonly text: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
}

const readme = readFileSync(join(projectRoot, "README.md"), "utf8");
const blocks: readonly Block[] = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
  ([, language = "", text = ""]) => ({ language, text }),
);

/** The first block of that language which begins so. */
function block(language: string, begins: string): string {
  const found = blocks.find((each) => each.language === language && each.text.startsWith(begins));
  if (!found) throw new Error(`README.md has no ${language} block that begins with ${JSON.stringify(begins)}`);
  return found.text;
}

/** A line of a shell block, without the remark behind it. */
function commandLine(begins: string): string {
  const lines = blocks.filter(({ language }) => language === "sh").flatMap(({ text }) => text.split("\n"));
  const line = lines.find((each) => each.startsWith(begins));
  if (line === undefined) throw new Error(`README.md has no command that begins with ${JSON.stringify(begins)}`);
  return line.replace(/\s+#.*$/, "");
}

describe("the README", { timeout: 60_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), "fairway-readme-"));
  const kubeconfig = join(dir, "kubeconfig");
  const running: Started[] = [];
  let url = "";

  const here = (line: string) => line.replaceAll("/tmp/clusters", dir);

  function start(line: string, environment: Record<string, string> = {}): Started {
    // A group of its own: npm does not pass every signal on to what it runs.
    const child = spawn("sh", ["-c", line], {
      cwd: projectRoot,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk;
      });
    }
    const started = { child, output: () => output };
    running.push(started);
    return started;
  }

  async function says(started: Started, words: RegExp, limitMs: number): Promise<RegExpMatchArray> {
    const what = () => `${words} in the output:\n${started.output()}\nwhich`;
    return await waitFor(() => started.output().match(words), limitMs, String(words)).catch((error: unknown) => {
      throw new Error(what(), { cause: error });
    });
  }

  beforeAll(async () => {
    await says(start(here(commandLine("npm run control-plane"))), /^ready$/m, 200_000);
    const gateway = start(here(commandLine("npm start -- --kubeconfig")), { FAIRWAY_PORT: "0" });
    [, url = ""] = await says(gateway, /at (http:\S+\/graphql)/, 60_000);
  }, 300_000);

  afterAll(async () => {
    for (const { child } of running.reverse()) {
      if (child.pid === undefined || child.exitCode !== null) continue;
      process.kill(-child.pid, "SIGTERM");
      await waitFor(() => child.exitCode !== null || child.signalCode !== null, 20_000, "the end of what was started");
    }
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  test("shows a query that answers as shown", async () => {
    interface Answer {
      deployments: { totalCount: number; nodes: { name: string; pods: { nodes: { phase: string }[] } }[] };
    }
    const command = block("sh", "curl").replace("localhost:4000", new URL(url).host);
    const shown = JSON.parse(block("json", '{"data"')) as { data: Answer };
    // Pods may have been scaled when the README was written: that they all run is what it tells.
    const phases = ({ deployments }: Answer) => ({
      ...deployments,
      nodes: deployments.nodes.map(({ pods, ...rest }) => ({
        ...rest,
        phases: [...new Set(pods.nodes.map(({ phase }) => phase))],
      })),
    });
    const given = await waitFor(
      () => {
        const { stdout } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
        const answer = JSON.parse(stdout) as GraphQLResponse<Answer>;
        if (!answer.data) throw new Error(stdout);
        return answer.data.deployments.totalCount === shown.data.deployments.totalCount ? answer.data : undefined;
      },
      20_000,
      "an answer with as many deployments as the README shows",
    );
    expect(phases(given)).toEqual(phases(shown.data));
  });

  test("shows a subscription that sends what is shown, while somebody scales", async () => {
    interface Frame {
      readonly phase: string;
      readonly changes: readonly { readonly type: string; readonly object: Record<string, unknown> }[];
      readonly cursor: string | null;
    }
    const document = block("graphql", "subscription");
    const shown = block("json", '{"phase"')
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Frame);
    const frames: Frame[] = [];
    const subscription = subscribe<{ deploymentEvents: Frame }>(url, document, {}, ({ data, errors }) => {
      if (!data) throw new Error(JSON.stringify(errors));
      frames.push(data.deploymentEvents);
    });
    const first = await waitFor(() => frames[0], 10_000, "the first frame");
    const kinds = ({ phase, changes }: Frame) => [
      phase,
      changes.map(({ type, object }) => [type, Object.keys(object)]),
    ];
    expect(kinds(first)).toEqual(kinds(shown[0] as Frame));

    const [, cluster = ""] = document.match(/clusters: \["(\w+)"\]/) ?? [];
    const [, name = ""] = document.match(/in: \["([\w-]+)"\]/) ?? [];
    const replicas = Number(first.changes[0]?.object.replicas) + 1;
    const kubectl = (await ensureAssets()).binaries.get("kubectl") ?? "";
    const scale = ["--kubeconfig", kubeconfig, "--context", cluster, "-n", "demo", "scale", "deployment", name];
    expect(spawnSync(kubectl, [...scale, `--replicas=${replicas}`], { encoding: "utf8" })).toMatchObject({ status: 0 });

    const done = () => frames.at(-1)?.changes.some(({ object }) => object.readyReplicas === replicas);
    await waitFor(done, 20_000, "the delta in which the new pod is ready");
    expect(frames.slice(1).map(kinds)).toContainEqual(kinds(shown.at(-1) as Frame));
    expect(frames.at(-1)?.changes[0]?.object).toMatchObject({ cluster, name, replicas, readyReplicas: replicas });
    expect(frames.every(({ cursor }) => typeof cursor === "string")).toBe(true);
    await subscription.close();
  });

  test("names only files that are there", () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = ""]) => path);
    expect(links.length).toBeGreaterThan(0);
    const tracked = spawnSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: projectRoot, encoding: "utf8" });
    const paths = tracked.stdout.split("\n");
    expect(links.filter((link) => !paths.some((path) => path === link || path.startsWith(link)))).toEqual([]);
  });
});
