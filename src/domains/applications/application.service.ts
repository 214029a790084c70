import { FairwayError } from "../../errors/index.ts";
import {
  type Connection,
  decodeId,
  listDerivedConnection,
  oneOfTest,
  ordersBy,
  stringTest,
} from "../../graphql/index.ts";
import { keyOf, type Row } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { unknownCluster } from "../resources/index.ts";
import { type DataPlacement, dataPlacementOf, strictest } from "../volumes/index.ts";
import type {
  ApplicationArgs,
  ApplicationByInput,
  ApplicationFilter,
  ApplicationOrderField,
} from "./application.input.ts";
import { type Reading, readApplications } from "./application.reading.ts";
import { APPLICATION_RESOURCE, type Application, EVERY_CLUSTER } from "./application.type.ts";

const orderOf = ordersBy<ApplicationOrderField, Application>({
  NAME: ({ name }) => name,
  HEALTH: ({ object }) => object.health,
  OWNER_TEAM: ({ object }) => object.ownerTeam,
  WORKLOADS: ({ object }) => object.workloads.length,
  CLUSTERS: ({ object }) => object.clusters.length,
});

export function listApplications(
  ctx: DomainContext,
  { filter, orderBy, ...args }: ApplicationArgs,
): Connection<Application, Application> {
  return listDerivedConnection(ctx, {
    args,
    order: orderOf(orderBy),
    toObject: ({ object }) => object,
    read: () => {
      const { applications, ...report } = readFiltered(ctx, filter);
      return { ...report, rows: applications.map(rowOf) };
    },
  });
}

export function findApplication(ctx: DomainContext, by: ApplicationByInput): Application | null {
  return applicationNamed(ctx, by.id === undefined ? (by.name as string) : nameOfId(by.id));
}

export function applicationNamed(ctx: DomainContext, name: string): Application | null {
  // Under an empty name the parts of all of them would be found.
  return name === "" ? null : (readApplications(ctx, name).applications[0] ?? null);
}

/** The applications that pass a filter, each of them whole. */
export function readFiltered(ctx: DomainContext, filter: ApplicationFilter | null | undefined): Reading {
  const registered = new Set(ctx.reader.clusters());
  for (const cluster of filter?.clusters ?? []) {
    if (!registered.has(cluster)) throw unknownCluster(cluster, "filter.clusters");
  }
  const reading = readApplications(ctx);
  const tests = testsOf(ctx, filter);
  return { ...reading, applications: reading.applications.filter((each) => tests.every((test) => test(each))) };
}

/** Where the data of all its workloads is. */
export function placementOf(ctx: DomainContext, { parts }: Application): DataPlacement | null {
  return strictest(parts.workloads.map((row) => dataPlacementOf(ctx, row)));
}

function testsOf(
  ctx: DomainContext,
  filter: ApplicationFilter | null | undefined,
): readonly ((application: Application) => boolean)[] {
  const tests: ((application: Application) => boolean)[] = [];
  const { clusters, namespaces, name, health, ownerTeam, image, dataPlacement } = filter ?? {};
  if (name) {
    const test = stringTest(name);
    tests.push((each) => test(each.name));
  }
  if (clusters) tests.push((each) => each.clusters.some((cluster) => clusters.includes(cluster)));
  if (namespaces) tests.push((each) => each.namespaces.some((namespace) => namespaces.includes(namespace)));
  if (ownerTeam) {
    const test = stringTest(ownerTeam);
    tests.push((each) => test(each.ownerTeam));
  }
  if (image) {
    const test = stringTest(image);
    tests.push(({ images }) => images.some(test));
  }
  if (health) {
    const test = oneOfTest(health);
    tests.push((each) => test(each.health));
  }
  // Last: it looks at claims and volumes.
  if (dataPlacement?.in) {
    const among = new Set<DataPlacement | null>(dataPlacement.in);
    tests.push((each) => among.has(placementOf(ctx, each)));
  }
  return tests;
}

function nameOfId(text: string): string {
  const { resource, name } = decodeId(text);
  if (resource === APPLICATION_RESOURCE) return name;
  throw new FairwayError("INVALID_ID", `The id is of one of ${resource}, not of an application`, { field: "by.id" });
}

function rowOf(application: Application): Row<Application> {
  const { name } = application;
  const scope = { cluster: EVERY_CLUSTER, resource: APPLICATION_RESOURCE };
  return { scope, key: keyOf("", name), namespace: "", name, uid: "", version: "", object: application };
}
