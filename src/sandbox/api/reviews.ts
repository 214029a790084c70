import { type User, users } from "../data/users.ts";
import { fieldsOf, isFields } from "../storage/object.ts";
import { badRequest, invalid, invalidValue } from "../storage/status.ts";
import type { Action, Faults } from "./faults.ts";

/** The answer to a review: what was asked, with a status. */
export function review(kind: string, body: unknown, user: User, faults: Faults, timestamp: string): object {
  const spec = fieldsOf(fieldsOf(body).spec);
  const answer = (group: string, status: object) => ({ kind, apiVersion: `${group}/v1`, metadata: {}, spec, status });
  switch (kind) {
    case "TokenReview":
      return answer("authentication.k8s.io", tokenStatus(spec.token));
    case "SelfSubjectReview": {
      const metadata = { creationTimestamp: timestamp };
      return { kind, apiVersion: "authentication.k8s.io/v1", metadata, status: { userInfo: user } };
    }
    case "SelfSubjectAccessReview":
      return answer("authorization.k8s.io", accessStatus(spec, user, faults));
    default: {
      const groups = Array.isArray(spec.groups) ? spec.groups.map(String) : [];
      const subject = { username: String(spec.user ?? ""), uid: String(spec.uid ?? ""), groups };
      return answer("authorization.k8s.io", accessStatus(spec, subject, faults));
    }
  }
}

function tokenStatus(token: unknown): object {
  if (!token) throw badRequest("token is required for TokenReview in authentication");
  const user = users.get(String(token));
  if (!user) return { user: {}, error: "invalid bearer token" };
  return { authenticated: true, user, audiences: ["https://kubernetes.default.svc"] };
}

function accessStatus(spec: Readonly<Record<string, unknown>>, user: User, faults: Faults): object {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (isFields(resourceAttributes) === isFields(nonResourceAttributes)) {
    const why = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
    const cause = invalidValue("spec.resourceAttributes", resourceAttributes, why);
    throw invalid({ group: "authorization.k8s.io", kind: "" }, "", [cause]);
  }
  const { verb, group, resource, namespace, name, subresource } = fieldsOf(resourceAttributes ?? nonResourceAttributes);
  const text = (value: unknown) => (value === undefined ? undefined : String(value));
  const action: Action = {
    verb: String(verb ?? ""),
    group: String(group ?? ""),
    resource: String(resource ?? ""),
    namespace: text(namespace),
    name: text(name),
    subresource: text(subresource),
  };
  const allowed = faults.allows(user, action);
  return allowed ? { allowed, reason: "everybody may, in a sandbox" } : { allowed };
}
