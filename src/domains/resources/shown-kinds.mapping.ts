import type { GroupResource } from "../../state/index.ts";

/** Whether fields for any kind may show a resource, by patterns such as `apps/*`, in which `*` stands for any text. */
export function shownKinds({
  allow,
  deny,
}: {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}): (resource: GroupResource) => boolean {
  const [allowed, denied] = [allow.map(testOf), deny.map(testOf)];
  return (resource) => allowed.some((test) => test(resource)) && !denied.some((test) => test(resource));
}

function testOf(pattern: string): (resource: GroupResource) => boolean {
  // Asked for every object of a page: there is nothing to be looked at for most.
  if (pattern === "*") return () => true;
  if (!pattern.includes("*")) return (resource) => resource === pattern;
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.-]/g, "\\$&"));
  const form = new RegExp(`^${parts.join(".*")}$`);
  return (resource) => form.test(resource);
}
