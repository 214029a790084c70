import { type Field, list, text } from "./field.ts";
import { object, optional } from "./object-field.ts";

/** Some callers, by what is known of them. */
export interface CallersSettings {
  readonly issuer?: string;
  readonly usernames?: readonly string[];
  readonly groups?: readonly string[];
}

/** An item of `readOnlyCallers`. */
export const callersField: Field<CallersSettings> = object<CallersSettings>(
  {
    issuer: optional(text(), {
      description:
        "Callers of this issuer alone: a URL of `authentication.jwt`, or `cluster:NAME` for those whom the TokenReview of " +
        "a cluster vouches for.",
      reason: "Equal names of two issuers are two people.",
      byDefault: "whatever their issuer",
    }),
    usernames: optional(list(text(), { minItems: 1 }), {
      description: "Their user names.",
      reason: "A program that only looks should not be able to do more because its credential can.",
      byDefault: "everybody, or whoever is in one of `groups`",
    }),
    groups: optional(list(text(), { minItems: 1 }), {
      description: "Groups: who is in one of them is meant, and whoever `usernames` names.",
      reason: "People come and go, and groups stay.",
      byDefault: "everybody, or whoever `usernames` names",
    }),
  },
  {
    check: ({ issuer, usernames, groups }) =>
      issuer || usernames || groups ? undefined : "names nobody; for everybody there is `allowWrites`",
  },
);
