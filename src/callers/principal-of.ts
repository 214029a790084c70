import { loopbackPrincipal, type Principal } from "../identity/index.ts";
import type { Caller } from "../state/index.ts";
import { Session } from "./session.ts";

/** Who a caller is; without authentication, whoever the kubeconfig says. */
export function principalOf(caller: Caller): Principal {
  return caller instanceof Session ? caller.identified.principal : loopbackPrincipal;
}
