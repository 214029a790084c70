/*
 * A query, then a subscription, with the typed client.
 *
 *   node examples/typescript.ts [URL] [DELTAS] [SECONDS]
 *
 * Ends after so many deltas (5) or seconds (30). URL may also stand in FAIRWAY_URL. Needs Node 22.19 or newer, which runs
 * TypeScript as it is; of the packages that `npm ci` installs it uses graphql-ws.
 */
import process from "node:process";
import {
  DeploymentEventsDocument,
  type DeploymentEventsSubscription,
  DeploymentsOverviewDocument,
  EventState,
  FairwayClient,
} from "../clients/typescript/index.ts";

const [url = process.env.FAIRWAY_URL ?? "http://127.0.0.1:4000/graphql", deltas = "5", seconds = "30"] =
  process.argv.slice(2);
const client = new FairwayClient(url);

console.log("# The three deployments that lack the most pods, over all clusters");
const { data, errors } = await client.query(DeploymentsOverviewDocument, {
  first: 3,
  orderBy: [{ field: "UNAVAILABLE_REPLICAS", direction: "DESC" }, { field: "NAME" }],
});
for (const { cluster, namespace, name, replicas, availableReplicas } of data.deployments?.nodes ?? []) {
  console.log(`${cluster}/${namespace}/${name}: ${availableReplicas} of ${replicas} pods available`);
}
// What is missing from the answer: a cluster that is away, or a part of it that failed.
for (const { cluster, code } of data.deployments?.clusterErrors ?? [])
  console.log(`${cluster} did not answer: ${code}`);
for (const { message } of errors) console.log(message);

console.log("# Deployments as they change");
const state = new EventState<DeploymentEventsSubscription["deploymentEvents"]>();
let seen = 0;
for await (const answer of client.subscribe(
  DeploymentEventsDocument,
  {},
  AbortSignal.timeout(Number(seconds) * 1000),
)) {
  const { deploymentEvents } = answer.data;
  state.fold(deploymentEvents);
  console.log(
    `${deploymentEvents.phase}: ${deploymentEvents.changes.length} changes, ${state.objects.size} deployments`,
  );
  for (const { type, object } of deploymentEvents.changes) {
    if (type !== "ADDED" && object)
      console.log(`  ${type} ${object.cluster}/${object.namespace}/${object.name}: ${object.replicas} pods wanted`);
  }
  seen += 1;
  if (seen >= Number(deltas)) break;
}
console.log(`# ${seen} deltas`);
await client.close();
