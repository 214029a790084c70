import type { Authenticator } from "../../src/identity/index.ts";
import type { ServerOptions } from "../../src/server/index.ts";
import { SwitchableCaller } from "../support/callers.ts";

/** People who are who they say: `Authorization: Bearer NAME`. Each of them is one caller, on however many connections. */
export function people(): Pick<ServerOptions, "authenticator" | "callerOf"> {
  const callers = new Map<string, SwitchableCaller>();
  const authenticator: Authenticator = {
    verifies: true,
    identify: ({ authorization = "" }) => ({
      principal: { issuer: "test", username: authorization.replace(/^Bearer /, ""), groups: [], extra: {} },
    }),
  };
  const callerOf: ServerOptions["callerOf"] = ({ principal: { username } }) => {
    const caller = callers.get(username) ?? new SwitchableCaller(username);
    callers.set(username, caller);
    return caller;
  };
  return { authenticator, callerOf };
}

export function as(name: string): { readonly authorization: string } {
  return { authorization: `Bearer ${name}` };
}
