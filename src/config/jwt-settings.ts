import { X509Certificate } from "node:crypto";
import type { ClaimSource, JwtIssuer, PrefixedClaimSource } from "../identity/index.ts";
import { type Field, list, oneOf, text } from "./field.ts";
import { object, optional, required, withDefault } from "./object-field.ts";

const httpsUrl = text({
  takes: "an https URL without user, query and fragment",
  pattern: /^https:\/\/[^/?#@]+(\/[^?#]*)?$/,
  ok: URL.canParse,
});

const certificates = text({
  takes: "certificates in PEM",
  pattern: /^\s*-----BEGIN CERTIFICATE-----/,
  ok: (pem) => (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [""]).every(isCertificate),
});

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

const path = text({
  takes: "a path of claims such as claims.realm_access.roles (other CEL is not evaluated: use claim and prefix)",
  pattern: /^claims(\.[A-Za-z_][A-Za-z0-9_]*|\["[^"\\]+"\]|\['[^'\\]+'\])+$/,
});

/** Kubernetes wants the same, and would refuse what is accepted here otherwise. */
const extraKey = text({
  takes: "a key such as example.com/team, in lower case and outside of k8s.io and kubernetes.io",
  pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/[a-z0-9._~%!$&'()*+,;=:@/-]+$/,
  ok: (key) => !/^([^/]*\.)?(k8s|kubernetes)\.io\//.test(key),
});

const text0 = text({ takes: "a text, which may be empty", minLength: 0 });

const claimAbout = {
  description: "The name of a claim at the top of the token.",
  reason: "Most issuers put it there.",
};
const pathAbout = {
  description: "The place of a claim, as `claims.realm_access.roles`. Of CEL paths alone are understood.",
  reason: "Some issuers nest their claims, and this is how an API server is told where.",
};

const emailPath = /^claims(\.email|\[["']email["']\])$/;

/** What is wrong with where a claim is taken from. */
function complaintOf({ claim, expression, prefix }: PrefixedClaimSource): string | undefined {
  if ((claim === undefined) === (expression === undefined)) return "must have one of claim and expression";
  if (claim !== undefined && prefix === undefined) return 'must have a prefix beside claim; it may be ""';
  if (expression !== undefined && prefix !== undefined) return "must have no prefix beside expression";
  return undefined;
}

function prefixed(check: (value: PrefixedClaimSource) => string | undefined): Field<PrefixedClaimSource> {
  return object<PrefixedClaimSource>(
    {
      claim: optional(text(), { ...claimAbout, byDefault: "none, with `expression`" }),
      prefix: optional(text0, {
        description: "Put before the name. It has to be there beside `claim`, and may be empty.",
        reason: "Else a name of this issuer could be one that means somebody else already.",
        byDefault: "none, with `expression`",
      }),
      expression: optional(path, { ...pathAbout, byDefault: "none, with `claim`" }),
    },
    { check },
  );
}

const noCel = "CEL expressions are not evaluated: use claim and requiredValue";

/** An item of `authentication.jwt`: the names and the rules of Kubernetes' own AuthenticationConfiguration. */
export const jwtIssuer: Field<JwtIssuer> = object<JwtIssuer>(
  {
    issuer: required(
      object<JwtIssuer["issuer"]>(
        {
          url: required(httpsUrl, {
            description: "The issuer, exactly as its tokens name it in `iss`.",
            reason: "It says which tokens are this issuer's, and where its keys are.",
          }),
          discoveryURL: optional(httpsUrl, {
            description: "Where the issuer's discovery document is.",
            reason: "From inside the network an issuer is often reached by another address.",
            byDefault: "`url` with `/.well-known/openid-configuration`",
          }),
          certificateAuthority: optional(certificates, {
            description: "The certificates, in PEM, that the issuer's server certificate is held to.",
            reason: "Companies have authorities of their own.",
            byDefault: "what the system trusts",
          }),
          audiences: required(list(text(), { minItems: 1, unique: (each) => each }), {
            description: "A token has to be meant for one of them (`aud`).",
            reason: "A token that was given to another program must not open this one.",
          }),
          audienceMatchPolicy: optional(oneOf(["MatchAny"]), {
            description: "How `audiences` are meant. There is one way.",
            reason: "Kubernetes wants it to be said where there are several audiences.",
            byDefault: "none, with one audience",
          }),
        },
        {
          refused: { egressSelectorType: "the gateway has no egress selectors" },
          check: ({ url, discoveryURL, audiences, audienceMatchPolicy }) => {
            const plain = (text: string) => text.replace(/\/+$/, "");
            if (discoveryURL && plain(discoveryURL) === plain(url)) return "must have a discoveryURL other than url";
            if (audiences.length > 1 && !audienceMatchPolicy) return "needs audienceMatchPolicy with several audiences";
            return undefined;
          },
        },
      ),
      {
        description: "Whose tokens are accepted.",
        reason: "Who signs a token says who somebody is.",
      },
    ),
    claimValidationRules: withDefault(
      list(
        object<JwtIssuer["claimValidationRules"][number]>(
          {
            claim: required(text(), {
              description: "A claim that a token must have, at its top.",
              reason: "For issuers that serve more than one purpose, as `hd` of Google's does.",
            }),
            requiredValue: required(text0, {
              description: "The value, a text, that it must have.",
              reason: "A claim that is merely there says little.",
            }),
          },
          { refused: { expression: noCel, message: noCel } },
        ),
        { unique: ({ claim }) => claim },
      ),
      [],
      {
        description: "What a token must say besides.",
        reason: "Not everybody whom an issuer knows is meant to come in.",
        byDefault: "nothing",
      },
    ),
    claimMappings: required(
      object<JwtIssuer["claimMappings"]>({
        username: required(
          prefixed((username) => {
            // Kubernetes refuses it as well, because nothing then asks whether the address was verified.
            if (emailPath.test(username.expression ?? "")) return "must take email as claim, not as expression";
            return complaintOf(username);
          }),
          {
            description: "The user name. A token without it is refused; so is `email` that is not verified.",
            reason: "Rights are bound to it.",
          },
        ),
        groups: optional(prefixed(complaintOf), {
          description: "The groups: a text, or a list of them. A token without the claim is in none.",
          reason: "Rights are better bound to groups than to people.",
          byDefault: "no groups",
        }),
        uid: optional(
          object<ClaimSource>(
            {
              claim: optional(text(), { ...claimAbout, byDefault: "none, with `expression`" }),
              expression: optional(path, { ...pathAbout, byDefault: "none, with `claim`" }),
            },
            { check: (uid) => complaintOf({ ...uid, ...(uid.claim !== undefined && { prefix: "" }) }) },
          ),
          {
            description: "What tells a person from a later one of the same name.",
            reason: "Names are given again; a uid is not.",
            byDefault: "none",
          },
        ),
        extra: withDefault(
          list(
            object<JwtIssuer["claimMappings"]["extra"][number]>({
              key: required(extraKey, {
                description: "The key of the attribute.",
                reason: "API servers hand it to authorizers and admission webhooks under this name.",
              }),
              valueExpression: required(path, pathAbout),
            }),
            { unique: ({ key }) => key },
          ),
          [],
          {
            description: "Further attributes of a person.",
            reason: "Authorizers other than RBAC may look at them.",
            byDefault: "none",
          },
        ),
      }),
      {
        description: "Who the bearer of a token is.",
        reason: "Issuers differ in what they call things.",
      },
    ),
  },
  {
    refused: {
      userValidationRules: "CEL expressions are not evaluated; names that begin with system: are refused always",
    },
  },
);
