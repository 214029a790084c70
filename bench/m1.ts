import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import type { Ingesting } from "./m1/ingest.ts";
import { Child } from "./support/child.ts";
import { makePods } from "./support/pods.ts";
import { median } from "./support/statistics.ts";

const ROUNDS = 3;
const TEMPLATES = 200;
const REPLICAS = 50;

const script = new URL("./m1/ingest.ts", import.meta.url);

export const m1: Figure = {
  id: "M1",
  what: "heap and external memory for 10,000 pods of 200 templates, decoded and held in a store: held / received",
  against: "the JSON of the pods as the API server sends it, managedFields included",
  goal: { relation: "<=", bound: 0.5 },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  try {
    const file = join(folder, "pods.watch");
    const { bytes, medianBytes, managed } = await writeWatch(file);
    const held: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      await using child = new Child<Ingesting>(script, { execArgv: ["--expose-gc"] });
      const { objects, heldBytes, rss } = await child.ask("ingest", file);
      if (objects !== TEMPLATES * REPLICAS) throw new Error(`the store holds ${objects} pods`);
      log(`M1 round ${round}: ${megabytes(heldBytes)} MB held of ${megabytes(bytes)} MB; RSS ${megabytes(rss)} MB`);
      held.push(heldBytes);
    }
    return {
      value: median(held) / bytes,
      raw: {
        rounds: held.map((each) => rounded(each / bytes)),
        objects: TEMPLATES * REPLICAS,
        heldMB: megabytes(median(held)),
        receivedMB: megabytes(bytes),
        managedFieldsMB: megabytes(managed),
        medianPodBytes: medianBytes,
        bytesHeldPerPod: Math.round(median(held) / (TEMPLATES * REPLICAS)),
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The pods as a streamed list. Of its bytes only those of the pods count, not those of the events around them. */
async function writeWatch(file: string): Promise<{ bytes: number; medianBytes: number; managed: number }> {
  const stream = createWriteStream(file);
  const sizes: number[] = [];
  let managed = 0;
  for (const pod of makePods(TEMPLATES, REPLICAS)) {
    const text = JSON.stringify(pod);
    sizes.push(Buffer.byteLength(text));
    managed += JSON.stringify((pod as { metadata: { managedFields: unknown } }).metadata.managedFields).length;
    stream.write(`{"type":"ADDED","object":${text}}\n`);
  }
  const metadata = { resourceVersion: "2000000", annotations: { "k8s.io/initial-events-end": "true" } };
  stream.end(`${JSON.stringify({ type: "BOOKMARK", object: { kind: "Pod", apiVersion: "v1", metadata } })}\n`);
  await finished(stream);
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), medianBytes: median(sizes), managed };
}

function megabytes(bytes: number): number {
  return rounded(bytes / 1e6, 1);
}
