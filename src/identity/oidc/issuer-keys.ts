import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { FairwayError } from "../../errors/index.ts";

/** A JSON document of the issuer. Rejects when there is none to be had. */
export type FetchJson = (url: string) => Promise<unknown>;

export interface IssuerKeysOptions {
  /** The issuer, as its tokens and its discovery document name it. */
  readonly issuer: string;
  readonly discoveryURL: string;
  readonly fetchJson: FetchJson;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
  /** Told once for each time that the keys could not be had. */
  readonly onFailure: (error: unknown) => void;
}

/** Keys are asked for again after this, while the old ones are used: how long a withdrawn key is still believed. */
const refreshMs = 5 * 60_000;

/** Not more often than this, whatever tokens name what keys: anybody can make up a key id. */
const cooldownMs = 5_000;

/**
 * The public keys of one issuer. They are found by its discovery document, kept as long as nothing newer can be had, and
 * asked for again when a token names one that is not among them.
 */
export class IssuerKeys {
  readonly #options: IssuerKeysOptions;
  #keys: JWTVerifyGetKey | undefined;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #askedAt = Number.NEGATIVE_INFINITY;
  #failure: FairwayError | undefined;
  #asking: Promise<void> | undefined;

  constructor(options: IssuerKeysOptions) {
    this.#options = options;
  }

  /**
   * The key that a token's header names, for jose. Throws ISSUER_UNAVAILABLE where the issuer would have to be asked and
   * cannot be; jose's JWKSNoMatchingKey where it has no such key.
   */
  readonly get: JWTVerifyGetKey = async (header, token) => {
    if (!this.#keys) await this.#ask();
    else if (this.#options.monotonic() - this.#fetchedAt > refreshMs) this.#ask().catch(() => {});
    try {
      return await this.#known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.#ask();
      return await this.#known(header, token);
    }
  };

  #known(...args: Parameters<JWTVerifyGetKey>): ReturnType<JWTVerifyGetKey> {
    if (!this.#keys) throw new errors.JWKSNoMatchingKey();
    return this.#keys(...args);
  }

  /** Resolves when the keys are new, or were asked for just now; rejects as long as that has failed. */
  async #ask(): Promise<void> {
    if (!this.#asking && this.#options.monotonic() - this.#askedAt < cooldownMs) {
      if (this.#failure) throw this.#failure;
      return;
    }
    this.#asking ??= this.#fetch().finally(() => {
      this.#asking = undefined;
    });
    await this.#asking;
  }

  async #fetch(): Promise<void> {
    const { issuer, discoveryURL, fetchJson, monotonic, onFailure } = this.#options;
    this.#askedAt = monotonic();
    try {
      const discovered = (await fetchJson(discoveryURL)) as { issuer?: unknown; jwks_uri?: unknown } | null;
      // Else the keys of another issuer would vouch for this one.
      if (discovered?.issuer !== issuer) throw new Error("the discovery document is of another issuer");
      const { jwks_uri: address } = discovered;
      if (typeof address !== "string" || !address.startsWith("https://")) throw new Error("jwks_uri is no https URL");
      this.#keys = createLocalJWKSet((await fetchJson(address)) as JSONWebKeySet);
      this.#fetchedAt = monotonic();
      this.#failure = undefined;
    } catch (cause) {
      onFailure(cause);
      const message = `The issuer ${issuer} cannot be asked for its keys`;
      this.#failure = new FairwayError("ISSUER_UNAVAILABLE", message, { cause, retryAfterMs: cooldownMs });
      throw this.#failure;
    }
  }
}
