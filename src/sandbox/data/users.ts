/** Whom a sandbox knows, by their bearer tokens. Nothing here is a secret: it listens on loopback and holds toys. */
export interface User {
  readonly username: string;
  readonly uid: string;
  readonly groups: readonly string[];
}

const user = (username: string, ...groups: string[]): User => ({
  username,
  uid: username,
  groups: [...groups, "system:authenticated"],
});

export const adminToken = "sandbox-admin";

export const administrator = user("sandbox-admin", "system:masters");

export const users: ReadonlyMap<string, User> = new Map([
  [adminToken, administrator],
  ["alice", user("alice", "dev")],
  ["bob", user("bob", "ops")],
]);
