import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endOfInitialEvents, FakeApiServer, json } from "../../test/unit/kubernetes/fake-api-server.ts";
import { answer } from "../support/answering.ts";
import { makePods } from "../support/pods.ts";

/** As many bytes as an API server's connection carries at once, more or less; what counts is that there is always more. */
const PIECE = 256 * 1024;

const folder = mkdtempSync(join(tmpdir(), "fairway-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const server = await FakeApiServer.start();
const pieces: Buffer[] = [];
const watches = new Set<ServerResponse>();
/** Some of the pods as text, to be sent again as changed. */
const changing: string[] = [];
let version = 2_000_000;

/** Made beforehand: the gateway is to be fed as fast as it takes. */
function prepare(templates: number, replicas: number): number {
  let events = "";
  let bytes = 0;
  for (const pod of makePods(templates, replicas)) {
    const text = JSON.stringify(pod);
    bytes += Buffer.byteLength(text);
    if (changing.length < 1_000) changing.push(text);
    events += `{"type":"ADDED","object":${text}}\n`;
    if (events.length < PIECE) continue;
    pieces.push(Buffer.from(events));
    events = "";
  }
  pieces.push(Buffer.from(`${events}${JSON.stringify(endOfInitialEvents(String(version)))}\n`));
  return bytes;
}

async function streamTo(response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": "application/json" });
  for (const piece of pieces) if (!response.write(piece)) await once(response, "drain");
  watches.add(response);
}

server.intercept = (request, response) => {
  const { path, query } = request;
  if (path.endsWith("/selfsubjectaccessreviews")) {
    json(response, 201, { kind: "SelfSubjectAccessReview", status: { allowed: true } });
    return true;
  }
  if (path !== "/api/v1/pods" || query.get("sendInitialEvents") !== "true") return false;
  void streamTo(response);
  return true;
};

const answers = {
  /** Makes the pods; resolves with the kubeconfig's file and the length of the pods' JSON. */
  async start(templates: number, replicas: number): Promise<{ kubeconfig: string; bytes: number }> {
    const kubeconfig = join(folder, "kubeconfig");
    const named = (what: string, value: object) => ({ name: "alpha", [what]: value });
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        clusters: [named("cluster", { server: `http://127.0.0.1:${server.port}` })],
        users: [named("user", { token: "bench" })],
        contexts: [named("context", { cluster: "alpha", user: "alpha" })],
        "current-context": "alpha",
      }),
    );
    return { kubeconfig, bytes: prepare(templates, replicas) };
  },

  /** How many requests there were, without those by which it is found out whether anybody answers. */
  requests: (): number => server.requests.filter(({ path }) => path !== "/livez").length,

  /** From now on pods change, one after the other. */
  async change(perSecond: number): Promise<void> {
    setInterval(() => {
      version += 1;
      const text = changing[version % changing.length] as string;
      const event = `{"type":"MODIFIED","object":${text.replace(/"resourceVersion":"\d+"/, `"resourceVersion":"${version}"`)}}\n`;
      for (const watch of watches) watch.write(event);
    }, 1000 / perSecond);
  },
};
export type Upstream = Pick<typeof answers, keyof typeof answers>;
answer(answers);
