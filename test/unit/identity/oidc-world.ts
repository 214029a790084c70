import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import type { JwtIssuer } from "../../../src/identity/index.ts";
import { OidcVerifier } from "../../../src/identity/oidc/oidc-verifier.ts";

export const url = "https://id.example";

/** An issuer in memory: real keys, real tokens, and a network that does as it is told. */
export class OidcWorld {
  now = Date.UTC(2030, 0, 1);
  readonly fetched: string[] = [];
  readonly failures: unknown[] = [];
  down = false;
  discovery: object = { issuer: url, jwks_uri: `${url}/keys` };
  published: unknown[] = [];
  readonly #signers = new Map<string, { readonly alg: string; readonly key: CryptoKey }>();

  /** A new key, which signs from now on under its id; published unless told otherwise. */
  async addKey(kid: string, { alg = "ES256", publish = true, named = true } = {}): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    this.#signers.set(kid, { alg, key: privateKey });
    if (publish) this.published.push({ ...(await exportJWK(publicKey)), ...(named && { kid }), alg, use: "sig" });
  }

  async sign(kid: string, claims: object = {}, header: object = {}): Promise<string> {
    const signer = this.#signers.get(kid);
    if (!signer) throw new Error(`no key ${kid}`);
    const seconds = Math.floor(this.now / 1000);
    const token = new SignJWT({ iss: url, aud: "fairway", exp: seconds + 600, sub: "jane", ...claims });
    return await token.setProtectedHeader({ alg: signer.alg, kid, ...header }).sign(signer.key);
  }

  verifier(issuer: Partial<JwtIssuer["issuer"]> = {}): OidcVerifier {
    return new OidcVerifier(
      {
        issuer: { url, audiences: ["fairway"], ...issuer },
        claimValidationRules: [],
        claimMappings: { username: { claim: "sub", prefix: "" }, extra: [] },
      },
      {
        now: () => this.now,
        monotonic: () => this.now,
        onFailure: (error) => this.failures.push(error),
        fetchJson: async (address) => {
          this.fetched.push(address);
          if (this.down) throw new Error("ECONNREFUSED");
          return structuredClone(address.endsWith("/keys") ? { keys: this.published } : this.discovery);
        },
      },
    );
  }
}

/** A token put together by hand: what no library would sign. */
export function forged(header: object, payload: object, signature = ""): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part(header)}.${part(payload)}.${signature}`;
}
