import { afterAll, beforeAll, expect, test } from "vitest";
import { durationText } from "../../src/domains/resources/printers/columns.mapping.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { crdsPath } from "../support/custom-resources.ts";
import { query } from "../support/graphql-client.ts";
import { gadgets, printedKinds, printedNamespace, printedObjects } from "../support/printed-objects.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("RE-1", "columns and cells as the API server prints them, of 49 kinds", "kube-apiserver with controllers");

interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly priority: number;
}
interface Table {
  readonly columnDefinitions: readonly Column[];
  readonly rows: readonly {
    readonly cells: readonly unknown[];
    readonly object: { readonly metadata: { readonly name: string; readonly namespace?: string } };
  }[];
}
interface Printed {
  readonly resources: {
    readonly columns: readonly Column[];
    readonly nodes: readonly {
      readonly name: string;
      readonly namespace: string | null;
      readonly cells: readonly unknown[];
    }[];
  };
}

let rig: Rig;
let cluster: Cluster;

beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: 2 });
  const [first] = rig.controlPlane.clusters;
  if (!first) throw new Error("no cluster");
  cluster = first;
  await ensureNamespace(cluster, printedNamespace);
  await cluster.api.request("POST", crdsPath, gadgets);
  const refusals: string[] = [];
  for (const [path, body] of printedObjects) {
    const create = async () => {
      try {
        return await cluster.api.request("POST", path, body);
      } catch (error) {
        if (!(path.includes("gadgets") && (error as { status?: number }).status === 404)) refusals.push(String(error));
        return refusals.length > 0;
      }
    };
    await waitFor(create, 10_000, `an object at ${path}`);
  }
  expect(refusals).toEqual([]);
}, 120_000);
afterAll(() => rig?.[Symbol.asyncDispose]());

const PRINTED = `query ($kind: String!) {
  resources(kind: $kind, first: 500) { columns { name type format priority } nodes { name namespace cells } }
}`;

const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
const tableOf = (path: string) => cluster.api.request<Table>("GET", path, undefined, { accept });
const printed = async (kind: string) => (await query<Printed>(rig.url, PRINTED, { kind })).resources;

/** Kubectl says how long ago; a second may have passed since the API server did. */
function ages(cell: string): readonly string[] {
  if (Number.isNaN(Date.parse(cell))) return [cell];
  const since = Date.now() - Date.parse(cell);
  return [-1_000, 0, 1_000, 2_000, 3_000].map((more) => durationText(since + more - 2_000));
}

/** What is wrong with a row, as text; empty where it is what the API server prints. */
function differences(
  columns: readonly Column[],
  own: readonly unknown[],
  theirs: readonly unknown[],
): readonly string[] {
  return columns.flatMap(({ name }, index) => {
    const [mine, wanted] = [own[index], theirs[index]];
    const isTime = typeof mine === "string" && /^\d{4}-\d\d-\d\dT/.test(mine);
    const restarts = typeof mine === "string" && mine.match(/^(\d+) \((.*)\)$/);
    const accepted = restarts
      ? ages(restarts[2] as string).map((age) => `${restarts[1]} (${age} ago)`)
      : isTime
        ? [...ages(mine as string), mine]
        : [mine];
    return accepted.some((each) => JSON.stringify(each) === JSON.stringify(wanted))
      ? []
      : [`${name}: ${JSON.stringify(mine)} instead of ${JSON.stringify(wanted)}`];
  });
}

async function compared(
  kind: string,
  path: string,
): Promise<{ readonly faults: readonly string[]; readonly rows: number }> {
  const [table, { columns, nodes }] = [await tableOf(path), await printed(kind)];
  const faults: string[] = [];
  const shape = ({ name, format, priority }: Column) => ({ name, format, priority });
  if (JSON.stringify(columns.map(shape)) !== JSON.stringify(table.columnDefinitions.map(shape))) {
    faults.push(
      `columns: ${JSON.stringify(columns.map(shape))} instead of ${JSON.stringify(table.columnDefinitions.map(shape))}`,
    );
  }
  for (const { cells, object } of table.rows) {
    const { name, namespace = null } = object.metadata;
    const own = nodes.find((each) => each.name === name && each.namespace === namespace);
    const found = own ? differences(columns, own.cells, cells) : ["it is not there"];
    faults.push(...found.map((each) => `${namespace}/${name}: ${each}`));
  }
  if (nodes.length !== table.rows.length) faults.push(`${nodes.length} rows instead of ${table.rows.length}`);
  return { faults, rows: table.rows.length };
}

test("there are more than thirty kinds to be compared", () => {
  expect(Object.keys(printedKinds).length).toBeGreaterThanOrEqual(50);
});

test.each(Object.entries(printedKinds))("%s are printed as the API server prints them", async (kind, path) => {
  let last: readonly string[] = ["nothing was compared"];
  // What controllers change in between is not the same for both.
  const isEqual = async () => {
    const { faults, rows } = await compared(kind, path);
    last = rows > 0 ? faults : ["there are none"];
    return last.length === 0;
  };
  await waitFor(isEqual, 15_000, "equal tables").catch((error) => {
    last = [String(error), ...last];
  });
  expect(last).toEqual([]);
});
