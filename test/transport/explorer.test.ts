import { getVariableValues, Kind, type OperationDefinitionNode, parse, validate } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchema } from "../../src/domains/index.ts";
import { FairwayError } from "../../src/errors/index.ts";
import { send } from "./raw-http.ts";
import { type Served, serve } from "./served.ts";

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served[Symbol.asyncDispose]());

// As Chromium sends it for an address that was typed in.
const browser = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8" };

function get(path: string, headers: Readonly<Record<string, string>> = {}) {
  return send(served.origin, { method: "GET", path, headers });
}

describe("the explorer's page", () => {
  test.each(["/", "/graphql", "/graphql?query=%7Bok%7D"])("is what a browser finds at %s", async (path) => {
    const { status, headers, text } = await get(path, browser);
    expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(text).toContain("<title>Fairway explorer</title>");
    expect(served.api.asked).toEqual([]);
  });

  test.each([
    ["application/json, text/html;q=0.5", 200],
    ["application/graphql-response+json", 200],
    ["image/png", 400],
  ])("is not what a client gets that accepts %s", async (accept, expected) => {
    const { status, headers } = await get("/graphql?query=%7Bok%7D", { accept });
    expect(status).toBe(expected);
    expect(headers["content-type"]).not.toContain("html");
  });

  test("names only files that are there, and no other machine", async () => {
    const { text } = await get("/", browser);
    const links = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = ""]) => link);
    const loaded = links.filter((link) => link !== "data:,");
    expect(loaded).toHaveLength(6);
    for (const link of loaded) {
      expect(link).toMatch(/^explorer\/[a-z-]+\.(js|css)$/);
      const { status, headers, text: content } = await get(`/${link}`);
      const type = link.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
      expect([status, headers["content-type"], headers["x-content-type-options"]]).toEqual([200, type, "nosniff"]);
      // A style sheet is what could fetch more.
      if (link.endsWith(".css")) expect(content).not.toMatch(/@import|url\(\s*["']?(?!["']?data:)/);
    }
  });

  test("may run no script but its own, be framed by nobody, and ask nobody else", async () => {
    const { headers } = await get("/", browser);
    const policy = String(headers["content-security-policy"]).split("; ");
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy.join(" ")).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(headers["x-frame-options"]).toBe("DENY");
  });

  test("stands behind the guard, with all that it loads", async () => {
    for (const path of ["/", "/graphql", "/explorer/graphiql.js", "/explorer/examples.json"]) {
      const { status } = await get(path, { ...browser, host: "evil.example" });
      expect(status).toBe(403);
    }
  });

  test("can be opened by anyone, who then says who he is with each request", async () => {
    const identify = () => Promise.reject(new FairwayError("UNAUTHENTICATED", "A token is needed"));
    await using strict = await serve({ authenticator: { verifies: true, identify } });
    const statusOf = async (path: string, headers: Record<string, string>) =>
      (await send(strict.origin, { method: "GET", path, headers })).status;
    for (const path of ["/", "/graphql", "/explorer/explorer.js"]) expect(await statusOf(path, browser)).toBe(200);
    expect(await statusOf("/graphql?query=%7Bok%7D", { accept: "application/json" })).toBe(401);
    expect(await statusOf("/metrics", browser)).toBe(401);
  });

  test("is not sent again to a browser that has it", async () => {
    const { headers } = await get("/explorer/graphiql.js");
    const again = await get("/explorer/graphiql.js", { "if-none-match": `"other", ${headers.etag}` });
    expect([again.status, again.text]).toEqual([304, ""]);
    expect((await get("/explorer/graphiql.js", { "if-none-match": '"other"' })).status).toBe(200);
  });

  test.each(["nosuch.js", "__proto__", "..%2Fpackage.json", "%2e%2e/package.json", "index.html/x"])(
    "has no %s beside it",
    async (name) => {
      expect((await get(`/explorer/${name}`)).status).toBe(404);
    },
  );
});

describe("the explorer's examples", async () => {
  const { examples } = await import("../../src/server/explorer/examples.ts");
  const schema = buildSchema();

  test("are what the page asks for", async () => {
    expect(JSON.parse((await get("/explorer/examples.json")).text)).toEqual(examples());
  });

  const named = examples().map((example) => {
    const document = parse(example.query);
    const operation = document.definitions.find(
      (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
    );
    return [operation?.name?.value ?? "without a name", { ...example, document, operation }] as const;
  });

  test.each(named)(
    "%s fits the schema, with the variables that it needs",
    (_name, { document, operation, variables }) => {
      expect(validate(schema, document)).toEqual([]);
      const { errors } = getVariableValues(schema, operation?.variableDefinitions ?? [], { ...variables });
      expect(errors ?? []).toEqual([]);
    },
  );

  test("have names, which are what the tabs show", () => {
    const names = named.map(([name]) => name);
    expect(names).not.toContain("without a name");
    expect(new Set(names).size).toBe(names.length);
  });
});
