import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { JwtIssuer } from "../../src/identity/index.ts";
import { createCertificateAuthority } from "../control-plane/certificates.ts";

const AUDIENCE = "fairway-matrix";
/** Stands before the names of users and groups, in each cluster and in the gateway. */
export const PREFIX = "oidc:";

/** An issuer of tokens that API servers and the gateway are told to trust in the same words. */
export class Issuer implements AsyncDisposable {
  readonly #server: Server;
  readonly #ca: string;
  readonly #key: CryptoKey;

  static async start(): Promise<Issuer> {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    const issuer = new Issuer(privateKey, await exportJWK(publicKey));
    await new Promise<void>((resolve, reject) => {
      issuer.#server.once("error", reject);
      issuer.#server.listen(0, "127.0.0.1", resolve);
    });
    return issuer;
  }

  private constructor(key: CryptoKey, published: JWK) {
    const ca = createCertificateAuthority("issuer CA");
    const { certificate, key: serving } = ca.issue({ commonName: "issuer", ipAddresses: ["127.0.0.1"] });
    this.#ca = ca.certificate;
    this.#key = key;
    this.#server = createServer({ cert: certificate, key: serving }, (request, response) => {
      const { url } = this;
      const documents: Readonly<Record<string, object>> = {
        "/.well-known/openid-configuration": { issuer: url, jwks_uri: `${url}/keys` },
        "/keys": { keys: [{ ...published, kid: "only", alg: "ES256", use: "sig" }] },
      };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(documents[request.url ?? ""] ?? {}));
    });
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** As the gateway's `authentication.jwt` takes it, and an API server's AuthenticationConfiguration. */
  get trusted(): JwtIssuer {
    return {
      issuer: { url: this.url, certificateAuthority: this.#ca, audiences: [AUDIENCE] },
      claimValidationRules: [],
      claimMappings: {
        username: { claim: "sub", prefix: PREFIX },
        groups: { claim: "groups", prefix: PREFIX },
        extra: [],
      },
    };
  }

  tokenOf({ name, groups }: { readonly name: string; readonly groups: readonly string[] }): Promise<string> {
    const token = new SignJWT({ groups: [...groups] }).setProtectedHeader({ alg: "ES256", kid: "only" });
    return token.setIssuer(this.url).setAudience(AUDIENCE).setSubject(name).setExpirationTime("1h").sign(this.#key);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
