import type { IncomingHttpHeaders } from "node:http";
import { anonymous, type User, users } from "../data/users.ts";
import { ApiError } from "../storage/status.ts";

/** Who asks: the owner of the token, or the one that is impersonated. Throws Unauthorized for an unknown token. */
export function identify(headers: IncomingHttpHeaders): User {
  const token = headers.authorization?.match(/^Bearer\s+(\S+)$/i)?.[1];
  if (headers.authorization !== undefined && !users.has(token ?? "")) {
    throw new ApiError(401, "Unauthorized", "Unauthorized");
  }
  const user = users.get(token ?? "") ?? anonymous;
  const impersonated = headers["impersonate-user"];
  if (typeof impersonated !== "string") return user;
  if (user === anonymous) throw new ApiError(403, "Forbidden", "impersonation needs a token");
  const groups = headers["impersonate-group"];
  // Node joins headers that come several times.
  const named = (Array.isArray(groups) ? groups : (groups?.split(",") ?? [])).map((group) => group.trim());
  return { username: impersonated, uid: "", groups: [...named, "system:authenticated"] };
}
