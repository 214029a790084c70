import {
  type Connection,
  every,
  indexed,
  listConnection,
  matching,
  OrderDirection,
  oneOfTest,
  ordersBy,
  perInput,
  stringTest,
} from "../../graphql/index.ts";
import type { Predicate, Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { type EventFilter, type EventOrder, EventOrderField, type ObjectEventArgs } from "./event.input.ts";
import type { EventManifest } from "./event.manifest.ts";
import { countOf, lastSeenOf, severityOf } from "./event.mapping.ts";
import { byInvolved, EVENTS, ObjectEvent } from "./event.type.ts";

const orderOf = ordersBy<EventOrderField, EventManifest>({
  LAST_SEEN_AT: ({ object }) => lastSeenOf(object),
  COUNT: ({ object }) => countOf(object),
  REASON: ({ object }) => object.reason ?? null,
});

const NEWEST_FIRST: readonly EventOrder[] = [{ field: EventOrderField.LAST_SEEN_AT, direction: OrderDirection.DESC }];

const matchOf = perInput((filter: EventFilter | undefined): Predicate<EventManifest> => {
  const predicates: Predicate<EventManifest>[] = [];
  if (filter?.type) {
    const test = oneOfTest(filter.type);
    predicates.push(matching(({ object }) => test(severityOf(object))));
  }
  if (filter?.reason) {
    const test = stringTest(filter.reason);
    predicates.push(matching(({ object }) => test(object.reason)));
  }
  return every(predicates);
});

const toEvent = (row: Row<EventManifest>) => new ObjectEvent(row);

/** The events that tell of an object. */
export function listEventsOf(
  ctx: DomainContext,
  { scope, uid, name }: Row<Manifest>,
  { filter, orderBy, ...page }: ObjectEventArgs,
): Connection<EventManifest, ObjectEvent> {
  // Kubelets put a node's name where the uid of the node belongs.
  const involved = scope.resource === "nodes" ? [uid, name] : [uid];
  return listConnection(ctx, {
    resource: EVENTS,
    args: page,
    clusters: [scope.cluster],
    match: every([indexed(byInvolved, involved), matchOf(filter)]),
    order: orderOf(orderBy ?? NEWEST_FIRST),
    toObject: toEvent,
  });
}
