import type { Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { byOwner } from "../resources/index.ts";
import type { ControllerRevisionManifest } from "./controller-revision.manifest.ts";
import { CONTROLLER_REVISIONS } from "./controller-revision.type.ts";
import type { ReplicaSetManifest } from "./deployment.manifest.ts";
import { DEPLOYMENTS } from "./deployment.type.ts";
import { REPLICA_SETS } from "./replica-set.type.ts";
import {
  newestFirst,
  type RecordedRevision,
  revisionOfControllerRevision,
  revisionOfReplicaSet,
} from "./revisions.mapping.ts";

/** The templates that a deployment, stateful set or daemon set has or had, the newest first. */
export function revisionsOf(ctx: DomainContext, { scope, uid }: Row<Manifest>): readonly RecordedRevision[] {
  const { cluster, resource } = scope;
  if (resource === DEPLOYMENTS) {
    const rows = ctx.reader.related<ReplicaSetManifest>(cluster, REPLICA_SETS, byOwner.name, uid);
    return newestFirst(rows.map(({ object }) => revisionOfReplicaSet(object)));
  }
  const rows = ctx.reader.related<ControllerRevisionManifest>(cluster, CONTROLLER_REVISIONS, byOwner.name, uid);
  return newestFirst(rows.map(({ object }) => revisionOfControllerRevision(object)));
}
