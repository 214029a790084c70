import { once } from "node:events";
import type { Server } from "node:http";

/** Cuts its connections, as the end of its process would. What has ended already is left alone. */
export async function endServer(server: Server): Promise<void> {
  if (!server.listening) return;
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}
