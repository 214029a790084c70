import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { exchange } from "../../../bench/support/exchange.ts";
import { writerOf } from "../../../bench/support/load-request.ts";

describe("a request of a load", () => {
  const common = { url: "http://127.0.0.1:4000/graphql?a=1", headers: { accept: "application/json" } };

  test("is written as HTTP, with the length of its body in bytes", () => {
    expect(writerOf({ ...common, method: "POST", body: "é" })()).toBe(
      "POST /graphql?a=1 HTTP/1.1\r\nhost: 127.0.0.1:4000\r\naccept: application/json\r\ncontent-length: 2\r\n\r\né",
    );
    expect(writerOf({ ...common, method: "GET" })()).toBe(
      "GET /graphql?a=1 HTTP/1.1\r\nhost: 127.0.0.1:4000\r\naccept: application/json\r\n\r\n",
    );
  });

  test("is the same each time, unless its body has a place for a number", () => {
    const same = writerOf({ ...common, method: "POST", body: "x" });
    expect(same()).toBe(same());
    const other = writerOf({ ...common, method: "POST", body: "x@@ and @@" });
    const numbers = [other(), other()].map((text) => /x(\d+) and (\d+)$/.exec(text)?.slice(1));
    expect(numbers[0]?.[0]).toBe(numbers[0]?.[1]);
    expect(numbers[0]).not.toEqual(numbers[1]);
  });
});

test("an exchange shows an answer's head as it was sent, without what Node adds by itself", async () => {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => response.writeHead(201, { "X-Said": `${request.method} ${body}` }).end("yes"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await exchange({ method: "POST", url, headers: {}, body: "é" })).toEqual({
      status: 201,
      headers: expect.arrayContaining([["X-Said", "POST é"]]),
      body: "yes",
    });
    const { headers } = await exchange({ method: "GET", url, headers: {} });
    expect(headers.map(([name]) => name.toLowerCase())).not.toContain("date");
  } finally {
    server.close();
  }
});
