import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Reply } from "../../../src/api/index.ts";
import { waitFor } from "../../control-plane/wait-for.ts";
import { SwitchableCaller, seesNamespaces, seesNothing } from "../../support/callers.ts";
import { World, type WorldOptions } from "../../support/toy-world.ts";

const TOY = '{ toy(cluster: "alpha", namespace: "a", name: "one") { name color size } }';
const PARTS = '{ toy(cluster: "alpha", namespace: "a", name: "one") { name parts { name } } }';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world[Symbol.asyncDispose]());

async function start(options: WorldOptions = {}): Promise<World> {
  const started = await World.start(options);
  started.toys("alpha").put("a", "one", { color: "red", size: 1 });
  started.toys("alpha").put("b", "two", { color: "blue", size: 2 });
  started.parts("alpha").put("a", "wheel", { toy: "one" });
  return started;
}

function ask(query: string, caller = new SwitchableCaller(), variables?: object): Promise<Reply> {
  return world.engine.execute({ query, ...(variables && { variables }) }, world.from(caller));
}

const dataOf = ({ body }: Reply) => JSON.parse(body.toString()).data;

describe("an answer is given again", () => {
  test("as the same bytes, while nothing has changed that it is made of", async () => {
    const first = await ask(TOY);
    world.toys("alpha").put("b", "two", { color: "green", size: 9 });
    world.toys("alpha").bookmark();
    world.parts("alpha").put("a", "bell", { toy: "two" });
    const again = await ask(TOY);
    expect(again.body).toBe(first.body);
    expect({ ...again, body: null }).toEqual({ ...first, body: null });
    expect(world.environment.answers.level).toMatchObject({ kept: 1, given: 1 });
  });

  test("and not once something of it has", async () => {
    const first = await ask(TOY);
    world.toys("alpha").put("a", "one", { color: "red", size: 2 });
    expect(dataOf(await ask(TOY)).toy.size).toBe(2);
    expect(dataOf(first).toy.size).toBe(1);
    world.toys("alpha").remove("a", "one");
    expect(dataOf(await ask(TOY)).toy).toBeNull();
    world.toys("alpha").put("a", "one", { color: "red", size: 3 });
    expect(dataOf(await ask(TOY)).toy.size).toBe(3);
  });

  test("and not when an object comes to where an edge has looked", async () => {
    expect(dataOf(await ask(PARTS)).toy.parts).toHaveLength(1);
    world.parts("alpha").put("a", "bell", { toy: "one" });
    expect(dataOf(await ask(PARTS)).toy.parts).toHaveLength(2);
    world.parts("alpha").remove("a", "wheel");
    expect(dataOf(await ask(PARTS)).toy.parts).toHaveLength(1);
  });

  test("to the same operation alone", async () => {
    const query =
      'query A($name: String!) { toy(cluster: "alpha", namespace: "a", name: $name) { name } } query B { hello }';
    const send = (operationName: string, variables?: object) =>
      world.engine.execute({ query, operationName, ...(variables && { variables }) }, world.from());
    const replies = [await send("A", { name: "one" }), await send("A", { name: "x" }), await send("B")];
    expect(replies.map(dataOf)).toEqual([{ toy: { name: "one" } }, { toy: null }, { hello: "world" }]);
    expect((await send("A", { name: "one" })).body).toBe(replies[0]?.body);
  });

  test("to whoever waited for the same, without another execution", async () => {
    world.toys("alpha").held = true;
    const waiting = [ask(TOY), ask(TOY), ask(TOY)];
    await new Promise((resolve) => setTimeout(resolve, 20));
    world.toys("alpha").sync();
    const [first, ...others] = await Promise.all(waiting);
    for (const other of others) expect(other.body).toBe(first?.body);
  });
});

test("a number that is too large to be one is not taken for null", async () => {
  const query = "query ($number: Int) { echo(number: $number) }";
  expect(dataOf(await ask(query, new SwitchableCaller(), { number: null })).echo).toBe('{"number":null,"must":1}');
  const infinite = await ask(query, new SwitchableCaller(), { number: Number.POSITIVE_INFINITY });
  expect(infinite).toMatchObject({ executed: false, status: 400 });
});

describe("between callers an answer is shared", () => {
  test("when they are shown the same, whoever they are", async () => {
    const first = await ask(TOY, new SwitchableCaller("anna"));
    expect((await ask(TOY, new SwitchableCaller("ben"))).body).toBe(first.body);
  });

  test("and not when one is shown less", async () => {
    const [anna, ben] = [new SwitchableCaller("anna"), new SwitchableCaller("ben")];
    ben.sees(seesNamespaces("b"), "alpha");
    const replies = [await ask(TOY, anna), await ask(TOY, ben), await ask(TOY, anna), await ask(TOY, ben)];
    expect(replies.map((reply) => dataOf(reply).toy?.name)).toEqual(["one", undefined, "one", undefined]);
    expect(replies[2]?.body).toBe(replies[0]?.body);
    expect(replies[3]?.body).toBe(replies[1]?.body);
  });

  test("and not any more when the rights of one have changed", async () => {
    const [anna, ben] = [new SwitchableCaller("anna"), new SwitchableCaller("ben")];
    const first = await ask(TOY, anna);
    await ask(TOY, ben);
    ben.sees(seesNothing, "alpha");
    expect(dataOf(await ask(TOY, ben)).toy).toBeNull();
    expect((await ask(TOY, anna)).body).toBe(first.body);
    ben.sees(seesNamespaces("a"), "alpha");
    expect(dataOf(await ask(TOY, ben)).toy.name).toBe("one");
  });

  test("and each of them who looked for what he may not see is told of", async () => {
    const told: string[] = [];
    const { environment } = world;
    Object.assign(environment, {
      onDenied: (origin: { requestId: string }, denied: { verb: string }) =>
        told.push(`${origin.requestId} ${denied.verb}`),
    });
    const anna = new SwitchableCaller("anna");
    anna.sees(seesNothing, "alpha");
    const replies = [await ask(TOY, anna), await ask(TOY, anna)];
    expect(replies[1]?.body).toBe(replies[0]?.body);
    expect(told).toEqual(["request-1 get", "request-2 get"]);
  });
});

describe("an answer is not kept", () => {
  test.each([
    ["with an error, which names its request", "{ hello fails }"],
    ["of what nothing tells when it changes", '{ hello slow(cluster: "alpha") }'],
    ["of a mutation", 'mutation { write(name: "x") }'],
    ["that cannot be executed", "query ($must: Int!) { echo(must: $must) }"],
  ])("%s", async (_what, query) => {
    const send = async () => {
      const asked = ask(query);
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (const { end } of world.loads) end.resolve("slowly");
      return await asked;
    };
    const replies = [await send(), await send()];
    expect(replies[1]?.body).not.toBe(replies[0]?.body);
    expect(replies.map(({ versioned }) => versioned ?? false)).toEqual([false, false]);
    expect(world.environment.answers.level).toEqual({ kept: 0, bytes: 0, given: 0 });
  });

  test("where the settings say so", async () => {
    await using bare = await start({ answers: { maxBytes: 0 } });
    const send = () => bare.engine.execute({ query: TOY }, bare.from());
    const replies = [await send(), await send()];
    expect(replies[1]?.body).not.toBe(replies[0]?.body);
    expect(replies[1]?.body).toEqual(replies[0]?.body);
  });

  test("when a cluster did not say what its caller may see", async () => {
    const caller = new SwitchableCaller();
    caller.sees("unknown", "alpha");
    const replies = [await ask(TOY, caller), await ask(TOY, caller)];
    expect(replies.map(({ versioned }) => versioned)).toEqual([false, false]);
    caller.sees(seesNothing, "alpha");
    expect((await ask(TOY, caller)).versioned).toBe(true);
  });
});

describe("stores", () => {
  const toys = () => world.stores.find({ cluster: "alpha", resource: "toys" });

  test("live as long as answers made of them are asked for, and no longer", async () => {
    await using idle = await start({ idleMs: 1, answers: { idleMs: 1_000 } });
    const send = () => idle.engine.execute({ query: TOY }, idle.from());
    const first = await send();
    for (let n = 0; n < 5; n += 1) {
      idle.now += 900;
      idle.environment.answers.sweep();
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect((await send()).body).toBe(first.body);
    }
    idle.now += 1_000;
    idle.environment.answers.sweep();
    await waitFor(() => idle.toys("alpha").running === 0, 1_000, "the store has ended");
    expect(idle.toys("alpha").runs).toBe(1);
  });

  test("that have ended take along what was made of them", async () => {
    const first = await ask(TOY);
    toys()?.stop();
    // Nobody hears of this.
    world.toys("alpha").put("a", "one", { color: "red", size: 7 });
    const again = await ask(TOY);
    expect(again.body).not.toBe(first.body);
    expect(dataOf(again).toy.size).toBe(7);
  });

  test("that go on meanwhile leave what was made of them as it was", async () => {
    const first = await ask(TOY);
    world.now += 60_000;
    world.environment.answers.sweep();
    expect((await ask(TOY)).body).toBe(first.body);
    // It holds them again.
    world.environment.answers.sweep();
    expect(world.toys("alpha").running).toBe(1);
  });
});

describe("what is kept is bounded", () => {
  test("by bytes; what was used least recently goes first", async () => {
    await using small = await start({ answers: { maxBytes: 20_000 } });
    const send = (number: number) => small.engine.execute({ query: `{ echo(number: ${number}) }` }, small.from());
    const first = await send(0);
    const second = await send(1);
    for (let number = 2; number < 40; number += 1) {
      await send(number);
      expect((await send(0)).body).toBe(first.body);
      expect(small.environment.answers.level.bytes).toBeLessThanOrEqual(20_000);
    }
    expect((await send(1)).body).not.toBe(second.body);
  });

  test("and one alone takes no more than a part", async () => {
    await using small = await start({ answers: { maxBytes: 20_000 } });
    const list = Array.from({ length: 1_000 }, (_, n) => n);
    const send = () =>
      small.engine.execute({ query: "query ($list: [Int!]) { echo(list: $list) }", variables: { list } }, small.from());
    const first = await send();
    expect((await send()).body).not.toBe(first.body);
    expect(small.environment.answers.level.kept).toBe(0);
  });

  test("what is used most is not what goes, of one operation either", async () => {
    const favourite = new SwitchableCaller("favourite");
    const first = await ask(TOY, favourite);
    for (let n = 0; n < 100; n += 1) {
      const caller = new SwitchableCaller(`caller-${n}`);
      caller.sees(seesNamespaces(`namespace-${n}`), "alpha");
      await ask(TOY, caller);
      expect((await ask(TOY, favourite)).body).toBe(first.body);
    }
  });

  test("and of one operation by the number of what different callers are shown", async () => {
    for (let n = 0; n < 100; n += 1) {
      const caller = new SwitchableCaller(`caller-${n}`);
      caller.sees(seesNamespaces(`namespace-${n}`), "alpha");
      await ask(TOY, caller);
    }
    expect(world.environment.answers.level.kept).toBe(64);
  });
});

describe("the very same request value", () => {
  const request = { query: TOY };

  test("finds its answer without waiting for anything", async () => {
    expect(world.engine.again(request, world.from())).toBeUndefined();
    const first = await world.engine.execute(request, world.from());
    expect(world.engine.again(request, world.from())).toEqual(first);
    expect(world.engine.again({ ...request }, world.from())).toBeUndefined();
    world.toys("alpha").put("a", "one", { color: "red", size: 2 });
    expect(world.engine.again(request, world.from())).toBeUndefined();
  });

  test("costs the operation, and is refused to whoever has nothing left", async () => {
    await using poor = await start({ quotas: { costBurst: 1_200, costPerSecond: 1 } });
    await poor.engine.execute(request, poor.from());
    let given = 0;
    while (poor.engine.again(request, poor.from())) given += 1;
    expect(given).toBeGreaterThan(10);
    expect(given).toBeLessThan(120);
    expect(await poor.engine.execute(request, poor.from())).toMatchObject({ code: "TOO_MANY_REQUESTS" });
    poor.now += 11_000;
    expect(poor.engine.again(request, poor.from())).toBeDefined();
  });

  test("needs a place like any other", async () => {
    await using narrow = await start({ quotas: { operationsPerCaller: 1 } });
    await narrow.engine.execute(request, narrow.from());
    const slow = narrow.engine.execute({ query: '{ slow(cluster: "alpha") }' }, narrow.from());
    await waitFor(() => narrow.loads.length > 0, 1_000, "it waits");
    expect(narrow.engine.again(request, narrow.from())).toBeUndefined();
    for (const { end } of narrow.loads) end.resolve("slowly");
    await slow;
    expect(narrow.engine.again(request, narrow.from())).toBeDefined();
  });
});
