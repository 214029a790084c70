import { describe, expect, test } from "vitest";
import { type Addresses, assertHost, assertOrigin } from "../../../src/server/address-rules.ts";

const addresses: Addresses = {
  port: 4000,
  secure: false,
  allowedHosts: ["gw.example.com", "gw:8080"],
  allowedOrigins: ["https://portal.example.com"],
};

const served = (host: string | undefined, port = 4000) => {
  try {
    assertHost(host, { ...addresses, port });
    return true;
  } catch {
    return false;
  }
};

describe("Host", () => {
  test.each([
    "127.0.0.1:4000",
    "127.1.2.3:4000",
    "localhost:4000",
    "LOCALHOST:4000",
    "localhost.:4000",
    "a.localhost:4000",
    "[::1]:4000",
    "gw.example.com",
    "gw.example.com:1",
    "gw:8080",
  ])("%s is served", (host) => {
    expect(served(host)).toBe(true);
  });

  test.each([
    undefined,
    "",
    "localhost",
    "localhost:4001",
    "127.0.0.1",
    "evil.example:4000",
    "127.0.0.1.evil.example:4000",
    "localhost.evil.example:4000",
    "evil-localhost:4000",
    "1270.0.0.1:4000",
    "0.0.0.0:4000",
    "[::]:4000",
    "10.0.0.1:4000",
    "gw:4000",
    "gw",
    "localhost:4000:4000",
    "user@localhost:4000",
    "localhost:4000/",
    "localhost:4000, evil.example",
    "[localhost]:4000",
  ])("%j is refused", (host) => {
    expect(served(host)).toBe(false);
  });

  test("without a port means 80, and 443 with TLS", () => {
    expect([served("localhost", 80), served("127.0.0.1", 80)]).toEqual([true, true]);
    const secure = (port: number) => () => assertHost("localhost", { ...addresses, port, secure: true });
    expect(secure(443)).not.toThrow();
    expect(secure(80)).toThrow();
  });
});

describe("Origin", () => {
  const admits = (origin: string | undefined) => {
    try {
      assertOrigin(origin, "localhost:4000", addresses);
      return true;
    } catch {
      return false;
    }
  };

  test.each([undefined, "http://localhost:4000", "https://localhost:4000", "https://portal.example.com"])(
    "%s is admitted",
    (origin) => {
      expect(admits(origin)).toBe(true);
    },
  );

  test.each([
    "",
    "null",
    "http://localhost:3000",
    "http://127.0.0.1:4000",
    "http://portal.example.com",
    "https://portal.example.com:444",
    "https://portal.example.com.evil.example",
    "https://evil.example",
    "file://localhost:4000",
  ])("%j is refused", (origin) => {
    expect(admits(origin)).toBe(false);
  });
});
