import { mkdtemp, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { connect as connectPlain } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type SecureVersion } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Frame } from "../../src/api/index.ts";
import { systemClock } from "../../src/telemetry/index.ts";
import { createCertificateAuthority } from "../control-plane/certificates.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { people } from "./people.ts";
import { type Served, serve } from "./served.ts";
import { SocketClient } from "./socket-client.ts";

const authority = createCertificateAuthority("the authority of these tests");
const issue = (commonName: string) =>
  authority.issue({ commonName, dnsNames: ["localhost"], ipAddresses: ["127.0.0.1"] });

let dir: string;
let tls: { certFile: string; keyFile: string };
let served: Served;
/** So that five seconds are a tenth of one. */
const clock = { ...systemClock, after: (ms: number, run: () => void) => systemClock.after(ms / 50, run) };

async function write({ certificate, key }: { certificate: string; key: string }): Promise<void> {
  await writeFile(tls.keyFile, key, { mode: 0o600 });
  await writeFile(tls.certFile, certificate);
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "fairway-tls-"));
  tls = { certFile: join(dir, "tls.crt"), keyFile: join(dir, "tls.key") };
  await write(issue("first"));
  served = await serve({ config: { tls }, clock });
});
afterEach(async () => {
  await served[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

const port = () => Number(new URL(served.url).port);

/** Whose certificate is shown to a new connection. */
function shown(maxVersion: SecureVersion = "TLSv1.3"): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      port: port(),
      host: "127.0.0.1",
      ca: authority.certificate,
      minVersion: "TLSv1" as const,
      maxVersion,
    };
    const socket = connect({ ...options, ciphers: "DEFAULT@SECLEVEL=0" }, () => {
      const { CN } = socket.getPeerCertificate().subject;
      socket.destroy();
      resolve(String(CN));
    });
    socket.on("error", reject);
  });
}

function ask(): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const asking = request(served.url, { method: "POST", headers, ca: authority.certificate }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode, text });
    });
    asking.on("error", reject).end('{"query":"{ clusters { totalCount } }"}');
  });
}

describe("with a certificate", () => {
  test("HTTPS is served, WebSockets over it too", async () => {
    expect(served.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/graphql$/);
    expect(await ask()).toEqual({ status: 200, text: '{"data":{"ok":true}}' });
    await using client = await SocketClient.open(served.url, { ca: authority.certificate });
    client.subscribe("1");
    await waitFor(() => served.api.subscriptions.length === 1, 2_000, "the subscription");
    served.api.subscriptions[0]?.sink.send(new Frame(Buffer.from('{"data":1}')));
    expect(await client.next()).toEqual({ id: "1", type: "next", payload: { data: 1 } });
  });

  test.each<[SecureVersion, boolean]>([
    ["TLSv1.3", true],
    ["TLSv1.2", true],
    ["TLSv1.1", false],
    ["TLSv1", false],
  ])("%s is spoken: %s", async (version, spoken) => {
    const outcome = await shown(version).then(
      () => true,
      () => false,
    );
    expect(outcome).toBe(spoken);
  });

  test("nothing is said in clear", async () => {
    const answer = await new Promise<string>((resolve) => {
      let text = "";
      const socket = connectPlain(port(), "127.0.0.1", () =>
        socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      );
      socket.on("data", (chunk) => {
        text += chunk;
      });
      socket.on("error", () => {}).on("close", () => resolve(text));
    });
    expect(answer).not.toContain("HTTP/");
  });
});

describe("a certificate that changes", () => {
  test("is shown without a restart, and open connections go on", async () => {
    await using client = await SocketClient.open(served.url, { ca: authority.certificate });
    expect(await shown()).toBe("first");
    await write(issue("second"));
    await waitFor(async () => (await shown()) === "second", 5_000, "the new certificate");
    client.send({ type: "ping" });
    expect(await client.next()).toEqual({ type: "pong" });
    expect((await ask()).status).toBe(200);
  });

  test("is found behind a link that is set anew, as Kubernetes does with Secrets", async () => {
    const second = issue("second");
    for (const [name, text] of [
      ["tls.crt", second.certificate],
      ["tls.key", second.key],
    ] as const) {
      await writeFile(join(dir, `..data-${name}`), text);
      await unlink(join(dir, name));
      await symlink(`..data-${name}`, join(dir, name));
    }
    await waitFor(async () => (await shown()) === "second", 5_000, "the new certificate");
    expect(await shown()).toBe("second");
  });

  test.each<[string, () => Promise<void>]>([
    ["is garbage", () => writeFile(tls.certFile, "canary-garbage")],
    ["is empty", () => writeFile(tls.certFile, "")],
    ["has another's key", () => writeFile(tls.keyFile, issue("other").key)],
    ["is gone", () => rm(tls.certFile)],
  ])("and %s leaves the old one where it is, tells why, and is mended by a good one", async (_what, spoil) => {
    await spoil();
    const faults = () => served.logged.filter(({ msg }) => String(msg).includes("cannot be used"));
    await waitFor(() => faults().length > 0, 5_000, "the fault is told");
    // Some looks later it is not told again.
    await new Promise<void>((resolve) => clock.after(20_000, resolve));
    expect(faults()).toHaveLength(1);
    expect(await shown()).toBe("first");
    expect(JSON.stringify(served.logged)).not.toContain("canary");
    await write(issue("third"));
    await waitFor(async () => (await shown()) === "third", 5_000, "the new certificate");
    expect((await ask()).status).toBe(200);
  });
});

describe("a gateway is not made", () => {
  test.each<[string, Partial<typeof tls>, RegExp]>([
    ["without a key", { keyFile: undefined } as object, /^tls: certFile and keyFile have to be given together/],
    ["without a certificate", { certFile: undefined } as object, /^tls: certFile and keyFile/],
    ["with a file that is not there", { certFile: "/nowhere/tls.crt" }, /^tls\.certFile: .* cannot be read \(ENOENT\)/],
    ["with a key that is none", { keyFile: import.meta.filename }, /no certificate and its key in PEM$/],
  ])("%s", async (_what, change, message) => {
    const config = { tls: { ...tls, ...change } };
    await expect(serve({ config })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(message),
    });
  });

  test("for others than this machine when their tokens would go in clear, unless a proxy is declared that ends TLS", async () => {
    // An address that no machine has: who gets as far as listening there is let down by the system.
    const at = (config: object, who = {}) => serve({ ...who, config: { host: "192.0.2.1", ...config } });
    const invalid = { code: "CONFIG_INVALID", field: "host" };
    await expect(at({}, people())).rejects.toMatchObject(invalid);
    await expect(at({ tls, trustedProxy: true })).rejects.toMatchObject(invalid);
    for (const config of [{ tls }, { trustedProxy: true }]) {
      await expect(at(config, people())).rejects.toMatchObject({ code: "LISTEN_FAILED" });
    }
  });
});
