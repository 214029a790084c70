import type { User } from "./cluster.ts";

/** Throws where nobody has the name: a token that is missing would else be sent as "undefined", and be refused. */
export function tokenOf(users: readonly User[], name: string): string {
  const user = users.find((candidate) => candidate.name === name);
  if (!user) throw new Error(`no user ${name}; there are ${users.map((each) => each.name).join(", ")}`);
  return user.token;
}
