import {
  type Connection,
  every,
  indexed,
  listConnection,
  matching,
  OrderDirection,
  type OrderValues,
  oneOfTest,
  orderOf,
  stringTest,
} from "../../graphql/index.ts";
import type { Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { type EventOrder, EventOrderField, type ObjectEventArgs } from "./event.input.ts";
import type { EventManifest } from "./event.manifest.ts";
import { countOf, lastSeenOf, severityOf } from "./event.mapping.ts";
import { byInvolved, EVENTS, ObjectEvent } from "./event.type.ts";

const orderValues: OrderValues<EventOrderField, EventManifest> = {
  LAST_SEEN_AT: ({ object }) => lastSeenOf(object),
  COUNT: ({ object }) => countOf(object),
  REASON: ({ object }) => object.reason ?? null,
};

const NEWEST_FIRST: readonly EventOrder[] = [{ field: EventOrderField.LAST_SEEN_AT, direction: OrderDirection.DESC }];

/** The events that tell of an object. */
export function listEventsOf(
  ctx: DomainContext,
  { scope, uid, name }: Row<Manifest>,
  { filter, orderBy, ...page }: ObjectEventArgs,
): Connection<EventManifest, ObjectEvent> {
  // Kubelets put a node's name where the uid of the node belongs.
  const involved = scope.resource === "nodes" ? [uid, name] : [uid];
  const predicates = [indexed<EventManifest>(byInvolved, involved)];
  if (filter?.type) {
    const test = oneOfTest(filter.type);
    predicates.push(matching(({ object }) => test(severityOf(object))));
  }
  if (filter?.reason) {
    const test = stringTest(filter.reason);
    predicates.push(matching(({ object }) => test(object.reason)));
  }
  return listConnection(ctx, {
    resource: EVENTS,
    args: page,
    clusters: [scope.cluster],
    match: every(predicates),
    order: orderOf(orderValues, orderBy ?? NEWEST_FIRST),
    toObject: (row) => new ObjectEvent(row),
  });
}
