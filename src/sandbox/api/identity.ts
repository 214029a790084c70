import type { IncomingHttpHeaders } from "node:http";
import { administrator, type User, users } from "../data/users.ts";
import { ApiError } from "../storage/status.ts";

/**
 * Who asks: the owner of the token, or the one that is impersonated. Without a token it is the administrator, as kubectl
 * sends none over plain HTTP. Throws Unauthorized for an unknown one.
 */
export function identify(headers: IncomingHttpHeaders): User {
  const token = headers.authorization?.match(/^Bearer\s+(\S+)$/i)?.[1];
  const user = headers.authorization === undefined ? administrator : users.get(token ?? "");
  if (!user) throw new ApiError(401, "Unauthorized", "Unauthorized");
  const impersonated = headers["impersonate-user"];
  if (typeof impersonated !== "string") return user;
  const groups = headers["impersonate-group"];
  // Node joins headers that come several times.
  const named = (Array.isArray(groups) ? groups : (groups?.split(",") ?? [])).map((group) => group.trim());
  return { username: impersonated, uid: "", groups: [...named, "system:authenticated"] };
}
