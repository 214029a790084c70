/** One claim of a token, by its name, or by an expression that is a plain path. Exactly one of the two. */
export interface ClaimSource {
  /** The name of a claim at the top of the token. */
  readonly claim?: string;
  /** Of CEL the paths alone: `claims.realm_access.roles`, `claims["https://example.com/team"]`. */
  readonly expression?: string;
}

export interface PrefixedClaimSource extends ClaimSource {
  /** Put before each value. Beside `claim` it must be said, and may be empty. */
  readonly prefix?: string;
}

/**
 * An issuer of tokens, and who its tokens' bearers are. An item of `jwt` in an AuthenticationConfiguration of
 * `apiserver.config.k8s.io`: what an API server is given works here.
 */
export interface JwtIssuer {
  readonly issuer: {
    /** Exactly as the tokens' `iss`. */
    readonly url: string;
    /** Where the discovery document is. Default: `url` with `/.well-known/openid-configuration`. */
    readonly discoveryURL?: string;
    /** PEM. Default: what the system trusts. */
    readonly certificateAuthority?: string;
    /** One of them has to be in the token's `aud`. */
    readonly audiences: readonly string[];
    readonly audienceMatchPolicy?: "MatchAny";
  };
  readonly claimValidationRules: readonly { readonly claim: string; readonly requiredValue: string }[];
  readonly claimMappings: {
    readonly username: PrefixedClaimSource;
    readonly groups?: PrefixedClaimSource;
    readonly uid?: ClaimSource;
    readonly extra: readonly { readonly key: string; readonly valueExpression: string }[];
  };
}
