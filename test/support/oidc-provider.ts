import type { RequestListener } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { Provider } from "oidc-provider";
import { Agent, request } from "undici";
import { createCertificateAuthority } from "../control-plane/certificates.ts";

/** What tokens of somebody say beside `sub`. */
export type People = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface TokenRequest {
  /** Default `fairway`. */
  readonly audience?: string;
  /** Default 600. */
  readonly seconds?: number;
}

const client = { id: "tests", secret: "the secret of these tests" };

/**
 * A real OpenID Connect provider over HTTPS on loopback, with a CA of its own. One thing is of the tests: a grant by which
 * anybody gets an access token without a browser.
 */
export class OidcProvider implements AsyncDisposable {
  readonly certificateAuthority: string;
  readonly #server: Server;
  readonly #people: People;
  readonly #agent: Agent;
  #keys: JWK[] = [];
  #serve: RequestListener = (_request, response) => response.writeHead(503).end();
  #count = 0;

  static async start(people: People): Promise<OidcProvider> {
    const ca = createCertificateAuthority("issuer CA");
    const { key, certificate: cert } = ca.issue({ commonName: "issuer", dnsNames: ["localhost"] });
    const provider: OidcProvider = new OidcProvider(
      people,
      ca.certificate,
      createServer({ key, cert }, (request, response) => provider.#serve(request, response)),
    );
    await new Promise<void>((resolve) => provider.#server.listen(0, "localhost", resolve));
    await provider.rotate();
    return provider;
  }

  private constructor(people: People, certificateAuthority: string, server: Server) {
    this.#people = people;
    this.certificateAuthority = certificateAuthority;
    this.#server = server;
    this.#agent = new Agent({ connect: { ca: certificateAuthority } });
  }

  get issuer(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Signs with a new key from now on. `keep`: the older ones are published still. */
  async rotate({ keep = false } = {}): Promise<void> {
    const { privateKey } = await generateKeyPair("RS256", { extractable: true });
    this.#count += 1;
    const key = { ...(await exportJWK(privateKey)), kid: `key-${this.#count}`, use: "sig", alg: "RS256" };
    this.#keys = [key, ...(keep ? this.#keys : [])];
    this.#serve = this.#provider().callback();
  }

  /** An access token, as a JWT. */
  async token(username: string, { audience = "fairway", seconds = 600 }: TokenRequest = {}): Promise<string> {
    const form = { grant_type: "token", username, audience, seconds: String(seconds) };
    const { statusCode, body } = await request(`${this.issuer}/token`, {
      method: "POST",
      dispatcher: this.#agent,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `Basic ${Buffer.from(`${client.id}:${encodeURIComponent(client.secret)}`).toString("base64")}`,
      },
      body: new URLSearchParams(form).toString(),
    });
    const answer = (await body.json()) as { access_token?: string };
    if (!answer.access_token) throw new Error(`the provider gave no token: ${statusCode} ${JSON.stringify(answer)}`);
    return answer.access_token;
  }

  /** Nobody answers any more. Tokens that are out stay what they are. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    await this.#agent.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #provider(): Provider {
    const provider = new Provider(this.issuer, {
      cookies: { keys: ["nobody has a browser here"] },
      ttl: { AccessToken: (_context, { resourceServer }) => resourceServer?.accessTokenTTL ?? 600 },
      jwks: { keys: this.#keys },
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          grant_types: ["token"],
          redirect_uris: [],
          response_types: [],
        },
      ],
      features: {
        devInteractions: { enabled: false },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_context, audience) => ({ scope: "openid", audience, accessTokenFormat: "jwt" }),
        },
      },
      extraTokenClaims: (_context, token) => ("accountId" in token ? this.#people[token.accountId] : undefined),
    });
    const grant = async (context: Parameters<Parameters<Provider["registerGrantType"]>[1]>[0]) => {
      const { client: asking, params } = context.oidc;
      if (!asking) throw new Error("the grant is for clients");
      const { username, audience, seconds } = params as Record<string, string>;
      const token = new provider.AccessToken({
        accountId: String(username),
        client: asking,
        grantId: "none",
        gty: "token",
      });
      token.resourceServer = new provider.ResourceServer(String(audience), {
        scope: "openid",
        audience: String(audience),
        accessTokenFormat: "jwt",
        accessTokenTTL: Number(seconds),
        jwt: { sign: { alg: "RS256" } },
      });
      context.body = { access_token: await token.save(), token_type: "Bearer", expires_in: Number(seconds) };
    };
    provider.registerGrantType("token", grant, ["username", "audience", "seconds"]);
    return provider;
  }
}
