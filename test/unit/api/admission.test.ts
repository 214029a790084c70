import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Admission, Refusal } from "../../../src/api/admission.ts";
import { codes } from "../../../src/errors/index.ts";
import { until } from "../../support/facts.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { type Answered, answered, toyLimits, World } from "../../support/toy-world.ts";

async function ask(world: World, request: object, more: object = {}): Promise<Answered> {
  return answered(await world.engine.execute(request, world.from(undefined, more)));
}

/** One error, as a caller may see it. */
function refused({ reply, data, errors }: Answered): { code: string; message: string; status: number } {
  expect(reply.executed).toBe(false);
  expect(data).toBeUndefined();
  for (const error of errors ?? []) {
    expect(Object.keys(codes)).toContain(error.extensions.code);
    expect(error.extensions.requestId).toMatch(/^request-/);
    expect(error.extensions.retryable).toBe(codes[error.extensions.code as keyof typeof codes].retryable);
    expect(JSON.stringify(error)).not.toMatch(/stack|node_modules|\.ts:/);
  }
  const [first] = errors ?? [];
  if (!first) throw new Error("there is no error");
  return { code: first.extensions.code, message: first.message, status: reply.status };
}

const hashOf = (query: string) => createHash("sha256").update(query).digest("hex");
const persisted = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

describe("admission", () => {
  test("refuses what is not GraphQL, and what does not fit the schema", async () => {
    await using world = await World.start();
    expect(refused(await ask(world, { query: "{ hello" }))).toMatchObject({
      code: "GRAPHQL_PARSE_FAILED",
      status: 400,
    });
    expect(refused(await ask(world, { query: "{ goodbye }" }))).toMatchObject({
      code: "GRAPHQL_VALIDATION_FAILED",
      status: 400,
    });
    expect(refused(await ask(world, { query: "" })).status).toBe(400);
    expect(refused(await ask(world, {})).status).toBe(400);
  });

  test("refuses a document of several operations unless one of them is named", async () => {
    await using world = await World.start();
    const query = "query A { hello } query B { hello }";
    expect(refused(await ask(world, { query })).code).toBe("OPERATION_RESOLUTION_FAILURE");
    expect(refused(await ask(world, { query, operationName: "C" })).code).toBe("OPERATION_RESOLUTION_FAILURE");
    expect((await ask(world, { query, operationName: "B" })).data).toEqual({ hello: "world" });
    expect((await ask(world, { query: "query A { hello }", operationName: "" })).data).toEqual({ hello: "world" });
    expect(refused(await ask(world, { query: "query A { hello }", operationName: "Z" })).code).toBe(
      "OPERATION_RESOLUTION_FAILURE",
    );
  });

  test("runs the operation that is named, whichever was asked for before", async () => {
    await using world = await World.start();
    const query = "query A { hello } query B { a: hello }";
    for (const name of ["A", "B", "A"]) {
      const key = name === "A" ? "hello" : "a";
      expect((await ask(world, { query, operationName: name })).data).toEqual({ [key]: "world" });
    }
  });

  test("speaks automatic persisted queries", async () => {
    await using world = await World.start();
    const query = "{ persisted: hello }";
    const hash = hashOf(query);
    const unknown = await ask(world, { extensions: persisted(hash) });
    expect(refused(unknown)).toMatchObject({ code: "PERSISTED_QUERY_NOT_FOUND", status: 200 });
    const mismatch = await ask(world, { query, extensions: persisted(hashOf("{ other }")) });
    expect(refused(mismatch)).toMatchObject({ code: "BAD_REQUEST", status: 400 });
    // The mismatch has registered nothing under either hash.
    expect(refused(await ask(world, { extensions: persisted(hashOf("{ other }")) })).code).toBe(
      "PERSISTED_QUERY_NOT_FOUND",
    );
    expect((await ask(world, { query, extensions: persisted(hash) })).data).toEqual({ persisted: "world" });
    for (let n = 0; n < 2; n += 1)
      expect((await ask(world, { extensions: persisted(hash) })).data).toEqual({ persisted: "world" });
  });

  test("checks a hash against its document even when the document's plan is known", async () => {
    await using world = await World.start();
    await ask(world, { query: "{ hello }" });
    const lie = await ask(world, { query: "{ hello }", extensions: persisted(hashOf("{ lie: hello }")) });
    expect(refused(lie).code).toBe("BAD_REQUEST");
  });

  test("refuses parameters of wrong types by name", async () => {
    await using world = await World.start();
    const wrong: [object, string][] = [
      [{ query: 5 }, "query"],
      [{ query: ["{ hello }"] }, "query"],
      [{ query: "{ hello }", variables: "{}" }, "variables"],
      [{ query: "{ hello }", variables: [] }, "variables"],
      [{ query: "{ hello }", extensions: 1 }, "extensions"],
      [{ query: "{ hello }", operationName: {} }, "operationName"],
    ];
    for (const [request, name] of wrong) {
      const { code, message } = refused(await ask(world, request));
      expect([code, message]).toEqual(["BAD_REQUEST", expect.stringContaining(name)]);
    }
    for (const persistedQuery of [5, "x", null, [], { version: 2, sha256Hash: "x" }, { version: 1, sha256Hash: {} }]) {
      const { status } = refused(await ask(world, { extensions: { persistedQuery } }));
      expect(status).toBeLessThan(500);
    }
    expect((await ask(world, { query: "{ hello }", variables: null, extensions: null })).data).toBeTruthy();
  });

  test("limits tokens", async () => {
    await using world = await World.start();
    const fields = (count: number) => `{ ${Array.from({ length: count }, (_, n) => `a${n}: hello`).join(" ")} }`;
    expect((await ask(world, { query: fields(300) })).errors).toBeUndefined();
    expect(refused(await ask(world, { query: fields(400) }))).toMatchObject({ code: "LIMIT_EXCEEDED", status: 400 });
  });

  test("limits depth, through fragments too, and survives their cycles", async () => {
    await using world = await World.start();
    const nested = (depth: number) => `${"{ self ".repeat(depth - 1)}{ hello }${" }".repeat(depth - 1)}`;
    expect((await ask(world, { query: nested(8) })).errors).toBeUndefined();
    expect(refused(await ask(world, { query: nested(9) })).code).toBe("LIMIT_EXCEEDED");
    const fragments = (depth: number) =>
      `{ ...F0 } ${Array.from({ length: depth }, (_, n) => `fragment F${n} on Query { self { ${n === depth - 1 ? "hello" : `...F${n + 1}`} } }`).join(" ")}`;
    expect((await ask(world, { query: fragments(7) })).errors).toBeUndefined();
    expect(refused(await ask(world, { query: fragments(8) })).code).toBe("LIMIT_EXCEEDED");
    const inline = `{ ${"... on Query { self { ".repeat(8)} hello ${"} } ".repeat(8)} }`;
    expect(refused(await ask(world, { query: inline })).code).toBe("LIMIT_EXCEEDED");
    const cycle = "{ ...A } fragment A on Query { self { ...B } } fragment B on Query { self { ...A } }";
    expect(refused(await ask(world, { query: cycle })).code).toBe("GRAPHQL_VALIDATION_FAILED");
  });

  test("does not stumble over what is nested as deep as the tokens allow", async () => {
    await using world = await World.start();
    const lists = `{ echo(list: ${"[".repeat(900)}`;
    expect(refused(await ask(world, { query: lists })).code).toBe("GRAPHQL_PARSE_FAILED");
    const selections = `${"{ self ".repeat(300)}{ hello }${"}".repeat(300)}`;
    expect(refused(await ask(world, { query: selections })).code).toBe("LIMIT_EXCEEDED");
  });

  test("lets introspection pass, whatever its depth", async () => {
    await using world = await World.start();
    const query = `{ __schema { types { fields { type { ofType { ofType { ofType { ofType { ofType { name } } } } } } } } } hello }`;
    const { data, errors } = await ask(world, { query });
    expect(errors).toBeUndefined();
    expect(data?.hello).toBe("world");
  });

  test("parses a document once, and forgets the least used plans", async () => {
    await using world = await World.start();
    const admission = new Admission(world.environment.schema, { ...toyLimits, documentTokens: 100 });
    await admission.start();
    const free = () => {};
    const first = await admission.admit({ query: "{ hello }" }, free);
    expect(first).not.toBeInstanceOf(Refusal);
    expect(await admission.admit({ query: "{ hello }", variables: { a: 1 } }, free)).toBe(first);
    for (let n = 0; n < 1_000; n += 1) {
      await admission.admit({ query: `{ a${n}: hello }` }, free);
      if (n === 500) expect(await admission.admit({ query: "{ hello }" }, free)).toBe(first);
    }
    expect(await admission.admit({ query: "{ hello }" }, free)).toBe(first);
    expect(await admission.admit({ query: "{ hello }", operationName: "" }, free)).toBe(first);
    await admission.stop();
  });

  test("takes only queries by a read-only transport, and no subscription without a stream", async () => {
    await using world = await World.start();
    const read = { readOnlyTransport: true };
    expect((await ask(world, { query: "{ hello }" }, read)).data).toEqual({ hello: "world" });
    expect(refused(await ask(world, { query: 'mutation { write(name: "x") }' }, read)).code).toBe("BAD_REQUEST");
    expect(world.effects).toEqual([]);
    expect(refused(await ask(world, { query: "subscription { toyEvents { phase } }" })).code).toBe("BAD_REQUEST");
  });

  test("answers a query that came where subscriptions do", async () => {
    await using world = await World.start();
    const sink = new RecordingSink();
    const reply = await world.engine.subscribe({ query: "{ hello }" }, world.from(), sink);
    expect(answered(reply as never).data).toEqual({ hello: "world" });
    expect([sink.frames, sink.closed]).toEqual([[], null]);
  });
});

describe("an operation's errors", () => {
  test("are masked and logged once when nobody wrote them for callers", async () => {
    await using world = await World.start();
    const { reply, data, errors } = await world.query('{ hello fails(with: "canary: a secret") }');
    expect([reply.executed, reply.status]).toEqual([true, 200]);
    expect(data).toEqual({ hello: "world", fails: null });
    expect(errors).toMatchObject([{ message: "Internal error", path: ["fails"], extensions: { code: "INTERNAL" } }]);
    expect(reply.body.toString()).not.toContain("canary");
    expect(world.logged).toEqual([{ error: new Error("canary: a secret"), requestId: "request-1" }]);
    expect(errors?.[0]?.extensions.requestId).toBe("request-1");
  });

  test("are logged once although several passes met them", async () => {
    await using world = await World.start();
    const running = world.query('{ fails toy(cluster: "alpha", namespace: "a", name: "b") { name } }');
    expect((await running).errors).toHaveLength(1);
    expect(world.logged).toHaveLength(1);
  });

  test("are our own defect when a field breaks the schema, and tell nothing of the value", async () => {
    await using world = await World.start();
    for (const query of ["{ strict }", "{ promise }"]) {
      const { errors, reply } = await world.query(query);
      expect(errors).toMatchObject([{ message: "Internal error", extensions: { code: "INTERNAL" } }]);
      expect(reply.body.toString()).not.toMatch(/late|non-nullable|promise is/i);
    }
    expect(world.logged).toHaveLength(2);
  });

  test("are the caller's for variables and arguments that cannot be used, and keep their text", async () => {
    await using world = await World.start();
    const cases: [string, object, RegExp][] = [
      ["query ($n: Int) { echo(number: $n) }", { n: "five" }, /five/],
      ["query ($n: Int!) { echo(number: $n) }", {}, /\$n/],
      ["query ($n: [Int!]) { echo(list: $n) }", { n: [1, null] }, /null/],
      ["query ($n: Int) { echo(must: $n) }", { n: null }, /must/],
    ];
    for (const [query, variables, text] of cases) {
      const { errors } = await world.query(query, variables);
      expect(errors, query).toHaveLength(1);
      expect(errors?.[0], query).toMatchObject({
        message: expect.stringMatching(text),
        extensions: { code: "BAD_USER_INPUT" },
      });
    }
    expect(world.logged).toEqual([]);
  });

  test("refuse the request as a whole when its variables do not fit", async () => {
    await using world = await World.start();
    const answer = await world.query("query ($n: Int!) { hello echo(number: $n) }", { n: {} });
    expect(refused(answer)).toMatchObject({ code: "BAD_USER_INPUT", status: 400 });
  });
});

describe("passes", () => {
  const SLOW = '{ a: slow(cluster: "alpha") again: slow(cluster: "alpha") b: slow(cluster: "beta") hello }';

  test("load what is missed once, at the same time, and answer with all of it", async () => {
    await using world = await World.start();
    const running = world.query(SLOW);
    await until(() => world.loads.length === 2, "both loads have begun");
    expect(world.loads.map(({ key }) => key)).toEqual(["slow alpha", "slow beta"]);
    for (const { key, end } of world.loads) end.resolve(key);
    const { data } = await running;
    expect(data).toEqual({ a: "slow alpha", again: "slow alpha", b: "slow beta", hello: "world" });
    expect(world.loads).toHaveLength(2);
  });

  test("make of a load that fails, or never ends, a coded error beside the others' data", async () => {
    await using world = await World.start({ deadlineMs: 40 });
    const running = world.query(SLOW);
    await until(() => world.loads.length === 2, "both loads have begun");
    world.loads[0]?.end.reject(new Error("canary"));
    const { data, errors, reply } = await running;
    expect(data).toEqual({ a: null, again: null, b: null, hello: "world" });
    expect(errors?.map(({ path, extensions }) => `${path} ${extensions.code}`).sort()).toEqual([
      "a INTERNAL",
      "again INTERNAL",
      "b CLUSTER_TIMEOUT",
    ]);
    expect(errors?.find(({ path }) => path?.[0] === "b")?.extensions).toMatchObject({
      cluster: "beta",
      retryable: true,
    });
    expect(reply.body.toString()).not.toContain("canary");
  });

  test("end when the caller goes", async () => {
    await using world = await World.start();
    const gone = new AbortController();
    const running = world.query(SLOW, {}, world.from(undefined, { signal: gone.signal }));
    await until(() => world.loads.length === 2, "both loads have begun");
    gone.abort();
    await running;
    expect(world.loads.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  });

  test("run a mutation's effects in its order, each once, whatever each of them has to wait for", async () => {
    await using world = await World.start();
    const query = `mutation {
      one: write(name: "one", reads: "alpha") two: write(name: "two", fails: true) three: write(name: "three", reads: "beta")
    }`;
    const { data, errors } = await world.query(query);
    expect(data).toEqual({ one: "wrote one", two: null, three: "wrote three" });
    expect(errors).toMatchObject([{ path: ["two"], extensions: { code: "INTERNAL" } }]);
    expect(world.effects.filter((each) => !each.startsWith("read"))).toEqual(
      ["one", "two", "three"].flatMap((name) => [`begin ${name}`, `end ${name}`]),
    );
    expect(world.logged).toHaveLength(1);
  });

  test("release the stores that they used", async () => {
    await using world = await World.start({ idleMs: 1 });
    world.toys("alpha").put("a", "one", { color: "red", size: 1 });
    const { data } = await world.query(
      '{ toy(cluster: "alpha", namespace: "a", name: "one") { name parts { name } } }',
    );
    expect(data).toEqual({ toy: { name: "one", parts: [] } });
    expect(world.toys("alpha").runs).toBe(1);
    // Till then the answer holds them.
    world.now += 60_000;
    world.environment.answers.sweep();
    await until(() => world.toys("alpha").running + world.parts("alpha").running === 0, "the stores are idle");
    expect(world.toys("alpha").running).toBe(0);
  });
});
