import { inParallel } from "../support/in-parallel.ts";
import type { Random } from "../support/random.ts";
import {
  apiVersionOf,
  configMaps,
  deployments,
  type Kind,
  namespaceKind,
  nodes,
  objectPathOf,
  pods,
  secrets,
  widgets,
} from "./kinds.ts";
import { type Arena, idKey, objectsOf, type Party } from "./party.ts";
import { placeOf } from "./witness.ts";
import type { WorldObject } from "./world.ts";

type UserErrors = readonly { readonly code: string }[];

interface Payload {
  readonly userErrors: UserErrors;
  readonly results?: readonly { readonly userErrors: UserErrors }[];
}

const SAMPLE = 10;
const writable = [configMaps, secrets, pods, deployments, widgets, namespaceKind, nodes];
/** An object of these is nothing but its metadata, so that one can be created. */
const creatable = [configMaps, secrets, widgets, namespaceKind, nodes];
const DRY = "?dryRun=All";

/** Dry runs of every mutation against the API server's own dry run of the same write with the same token. */
export async function compareWrites(arena: Arena, party: Party, random: Random): Promise<void> {
  for (const kind of writable) {
    const objects = objectsOf(arena, kind).filter(({ canary }) => canary !== undefined);
    const sample = Array.from({ length: SAMPLE }, () => random.pick(objects));
    await inParallel(sample, (object) => compareDelete(arena, party, object));
    for (const { cluster } of arena.worlds) await compareApplies(arena, party, cluster, kind, sample);
    if (kind === deployments) await inParallel(sample, (object) => comparePatches(arena, party, object));
  }
}

async function compareDelete(arena: Arena, party: Party, object: WorldObject): Promise<void> {
  const { cluster, kind, namespace, name, uid } = object;
  const by = `by: { id: "${arena.ids.get(idKey(kind, placeOf(object)))}" }`;
  const body = { kind: "DeleteOptions", apiVersion: "v1", dryRun: ["All"], preconditions: { uid } };
  const [verdict, direct] = await Promise.all([
    mutate(party, `resourceDelete(input: { ${by}, dryRun: true }) { userErrors { code } }`),
    party.direct.get(cluster)?.write("DELETE", objectPathOf(kind, namespace, name), body),
  ]);
  compare(arena, party, "resourceDelete", object, verdict, direct);
}

/** Half of them change what is there, half would create. */
async function compareApplies(
  arena: Arena,
  party: Party,
  cluster: string,
  kind: Kind,
  sample: readonly WorldObject[],
): Promise<void> {
  const objects = sample
    .filter((object) => object.cluster === cluster)
    .map((object, index) =>
      index % 2 === 1 && creatable.includes(kind) ? { ...object, name: `${object.name}-new` } : object,
    );
  const manifests = objects.map(({ namespace, name }) => ({
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    metadata: { name, ...(namespace !== "" && { namespace }), labels: { applied: "yes" } },
  }));
  if (manifests.length === 0) return;
  const input = `cluster: "${cluster}", objects: $objects, dryRun: true, force: true`;
  const field = `resourceApply(input: { ${input} }) { userErrors { code } results { userErrors { code } } }`;
  const answer = await send(party, `mutation ($objects: [JSON!]) { ${field} }`, { objects: manifests });
  await inParallel(objects, async (object, index) => {
    const manifest = manifests[index];
    const path = `${objectPathOf(kind, object.namespace, object.name)}${DRY}&fieldManager=fairway&force=true`;
    const direct = await party.direct.get(cluster)?.write("PATCH", path, manifest, "application/apply-patch+yaml");
    const verdict = typeof answer === "string" ? answer : verdictOf(answer.results?.[index]?.userErrors);
    compare(arena, party, "resourceApply", object, verdict, direct);
  });
}

async function comparePatches(arena: Arena, party: Party, object: WorldObject): Promise<void> {
  const { cluster, namespace, name } = object;
  const by = `by: { ref: { cluster: "${cluster}", namespace: "${namespace}", name: "${name}" } }, dryRun: true`;
  const path = objectPathOf(deployments, namespace, name);
  const [scale, restart, read, direct] = await Promise.all([
    mutate(party, `deploymentScale(input: { ${by}, replicas: 2 }) { userErrors { code } }`),
    mutate(party, `deploymentRestart(input: { ${by} }) { userErrors { code } }`),
    party.direct.get(cluster)?.write("GET", path),
    party.direct.get(cluster)?.write("PATCH", path + DRY, { spec: { replicas: 2 } }, "application/merge-patch+json"),
  ]);
  compare(arena, party, "deploymentScale", object, scale, direct);
  // It is refused for one that is paused, so it reads it first.
  compare(arena, party, "deploymentRestart", object, restart, read === "allowed" ? direct : read);
}

function compare(
  { tally }: Arena,
  { name }: Party,
  what: string,
  object: WorldObject,
  verdict: string,
  direct: string | undefined,
): void {
  tally.compare(name, what, `${object.kind.resource} ${placeOf(object)}`, verdict, direct ?? "nobody asked");
}

/** One by one: a refusal of one takes the answers of all others in its request along. */
async function mutate(party: Party, field: string): Promise<string> {
  const answer = await send(party, `mutation { ${field} }`);
  return typeof answer === "string" ? answer : verdictOf(answer.userErrors);
}

/** The payload, or the verdict of what was thrown. */
async function send({ witness }: Party, document: string, variables = {}): Promise<Payload | string> {
  const { data, errors } = await witness.ask<Record<string, Payload>>(document, variables);
  const [payload] = Object.values(data ?? {});
  return payload ?? verdictOf(errors?.map(({ extensions }) => ({ code: String(extensions.code) })) ?? []);
}

/** In the words of `DirectAnswers.write`. */
function verdictOf(errors: UserErrors | undefined): string {
  if (!errors) return "no answer";
  const [first] = errors;
  return first ? (verdicts[first.code] ?? first.code) : "allowed";
}

const verdicts: Readonly<Record<string, string>> = {
  FORBIDDEN: "forbidden",
  NOT_FOUND: "404",
  CONFLICT: "409",
  INVALID: "422",
};
