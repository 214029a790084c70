import { describe, expect } from "vitest";
import type { Membership } from "../../../src/api/index.ts";
import { SwitchableCaller, seesAll, seesNamespaces, seesNothing } from "../../support/callers.ts";
import { quiet, turn, until } from "../../support/facts.ts";
import { FoldedState } from "../../support/folded-state.ts";
import type { Random } from "../../support/random.ts";
import { property } from "../../support/seeded.ts";
import { TOY_EVENTS, type ToyShape, ToySink, toyEvents, truth } from "../../support/toy-client.ts";
import { type Toy, World } from "../../support/toy-world.ts";

const colors = ["red", "blue", "green"];
const namespaces = ["a", "b", "c"];
const visibilities = [seesAll, seesAll, seesNamespaces("a"), seesNamespaces("a", "b"), seesNothing];

interface Filter {
  readonly clusters?: readonly string[];
  readonly colors?: readonly string[];
  readonly minSize?: number;
  readonly byIndex?: boolean;
}

interface Client {
  readonly caller: SwitchableCaller;
  readonly visible: Map<string, (typeof visibilities)[number]>;
  readonly filter: Filter;
  readonly query: string;
  state: FoldedState<ToyShape>;
  sink: ToySink;
  member: Membership | null;
}

const toy = (random: Random): Toy => ({ color: random.pick(colors), size: random.int(4) });

function change(random: Random, world: World): void {
  const origin = world.toys(random.pick(world.names));
  const [namespace, name] = [random.pick(namespaces), `t${random.int(6)}`];
  const what = random.int(24);
  if (what < 11) origin.put(namespace, name, toy(random));
  else if (what < 16) origin.remove(namespace, name);
  else if (what < 18) origin.recreate(namespace, name, toy(random));
  else if (what < 20) origin.bookmark();
  else if (what < 22) {
    origin.cut();
    for (let n = random.int(6); n > 0; n -= 1) origin.put(random.pick(namespaces), `t${random.int(6)}`, toy(random));
    origin.remove(namespace, name);
    if (random.chance(0.2)) origin.epoch += "'";
    origin.relist();
  } else {
    const parts = world.parts(random.pick(world.names));
    parts.put("a", `p${random.int(4)}`, { toy: `t${random.int(6)}` });
  }
}

function client(random: Random, edges: boolean): Client {
  const filter: Filter = {
    ...(random.chance(0.2) && { clusters: [random.pick(["alpha", "beta"])] }),
    ...(random.chance(0.4) && { colors: colors.filter(() => random.chance(0.6)) }),
    ...(random.chance(0.3) && { minSize: random.int(4) }),
    ...(random.chance(0.5) && { byIndex: random.chance(0.5) }),
  };
  const state = new FoldedState<ToyShape>();
  const query = edges && random.chance(0.3) ? toyEvents("parts { name }") : TOY_EVENTS;
  const sink = new ToySink(undefined, state);
  return { caller: new SwitchableCaller(), visible: new Map(), filter, query, state, sink, member: null };
}

async function join(random: Random, worlds: readonly World[], each: Client): Promise<void> {
  const resumes = each.state.cursor !== null && random.chance(0.85);
  if (resumes) each.state.resume();
  else each.state = new FoldedState();
  each.sink = new ToySink(random.chance(0.5) ? random.int(4) + 1 : undefined, each.state);
  const world = random.pick(worlds);
  const variables = { filter: each.filter, ...(resumes && { after: each.state.cursor }) };
  const joined = await world.engine.subscribe({ query: each.query, variables }, world.from(each.caller), each.sink);
  // Who sees nothing anywhere is refused.
  each.member = "leave" in joined ? joined : null;
}

describe("any run of changes, with subscribers that are slow, leave, come back and lose their rights", () => {
  property(
    "ends with what the stores hold in every subscriber's hands, each change told at most once",
    60,
    async (random) => {
      const log = { changes: random.pick([3, 10, 1_000]), ageMs: 1_000_000 };
      // One cluster that comes after everybody's deadline, in some runs.
      const late = random.chance(0.25);
      const times = { log, deadlineMs: late ? 5 : 4_000, idleMs: 60_000 };
      await using one = await World.start(times);
      await using other = await World.start({ ...times, replicaOf: one });
      const worlds = [one, other];
      one.toys("beta").held = late;
      for (const name of one.names) one.toys(name).remembers = random.chance(0.5);
      // Several frames for one snapshot in some runs.
      if (random.chance(0.25)) {
        for (let n = 0; n < 1_100; n += 1) one.toys("alpha").put("c", `many${n}`, toy(random));
      }
      for (let n = 15; n > 0; n -= 1) change(random, one);
      const clients = Array.from({ length: 5 }, () => client(random, !late));

      for (let step = 0; step < 80; step += 1) {
        const each = random.pick(clients);
        const what = random.int(20);
        if (what < 10) change(random, one);
        else if (what < 12) {
          if (!each.member) await join(random, worlds, each);
        } else if (what === 12) {
          each.member?.leave();
          each.member = null;
        } else if (what < 16) each.sink.drain(random.chance(0.5) ? random.int(3) + 1 : undefined);
        else if (what === 16) {
          const cluster = random.pick(one.names);
          const visible = random.pick(visibilities);
          each.visible.set(cluster, visible);
          each.caller.sees(visible, cluster, "toys");
        } else if (what === 18 && random.chance(0.2)) one.toys("beta").sync();
        else if (what === 17) for (const world of worlds) world.now += random.int(2_000);
        else await turn();
        if (random.chance(0.3)) await turn();
        for (const { sink } of clients) expect(sink.breaks).toEqual([]);
      }
      for (const each of clients) if (!each.member) await join(random, worlds, each);
      one.toys("beta").sync();
      const expected = ({ filter, visible }: Client) =>
        truth(one, (cluster, namespace, { color, size }) => {
          if (filter.clusters && !filter.clusters.includes(cluster)) return false;
          if (!(visible.get(cluster) ?? seesAll).admits(namespace, "")) return false;
          return (!filter.colors || filter.colors.includes(color)) && size >= (filter.minSize ?? 0);
        });
      const members = clients.filter(({ member }) => member !== null);
      const isComplete = (each: Client) => {
        each.sink.drain();
        return each.state.synced && each.state.listing.join() === expected(each).join();
      };
      // What is compared below says more than that they are not.
      await until(() => members.every(isComplete), "everybody holds what there is").catch(() => {});
      await quiet(40);
      for (const each of members) {
        const { state, sink, member } = each;
        expect(sink.closed).toBeNull();
        expect([...sink.breaks, ...state.breaks]).toEqual([]);
        expect(state.listing).toEqual(expected(each));
        member?.leave();
      }
      for (const world of worlds) {
        expect(world.engine.subscriptions).toEqual({ members: 0, groups: 0 });
        expect(world.logged).toEqual([]);
      }
    },
  );
});
