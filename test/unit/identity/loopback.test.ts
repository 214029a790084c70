import { describe, expect, test } from "vitest";
import { assertListenable } from "../../../src/identity/index.ts";

const refused = expect.objectContaining({ code: "CONFIG_INVALID", field: "host" });
const loopback = ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "localhost", "LOCALHOST", "a.localhost"];
const others = ["0.0.0.0", "::", "10.0.0.1", "gw.example.com", "localhost.example.com", "127.0.0.1.example.com", ""];

describe("an address to listen on", () => {
  test.each(loopback)("that this machine alone can reach is served in any case: %s", (host) => {
    for (const verifies of [true, false]) {
      for (const confidential of [true, false]) {
        expect(() => assertListenable({ host, verifies, confidential })).not.toThrow();
      }
    }
  });

  test.each(others)("that others can reach needs to know who they are, over a line that nobody reads: %j", (host) => {
    expect(() => assertListenable({ host, verifies: true, confidential: true })).not.toThrow();
    expect(() => assertListenable({ host, verifies: true, confidential: false })).toThrow(refused);
    expect(() => assertListenable({ host, verifies: false, confidential: true })).toThrow(refused);
    expect(() => assertListenable({ host, verifies: false, confidential: false })).toThrow(refused);
  });
});
