import type { FastifyInstance } from "fastify";
import type { Guard } from "../guard.ts";
import type { ServerOptions } from "../options.ts";

/**
 * For probes, which come under whatever name the platform gives: both say nothing but whether. /healthz: the process
 * runs. /readyz: it should be sent requests.
 */
export function healthRoutes(app: FastifyInstance, { readiness }: ServerOptions, draining: () => boolean): void {
  app.get("/healthz", (_request, reply) => reply.send({ status: "ok" }));
  app.get("/readyz", (_request, reply) => {
    if (draining()) return reply.code(503).send({ status: "draining" });
    const { ready } = readiness();
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "starting" });
  });
}

export function metricsRoute(app: FastifyInstance, { metrics }: ServerOptions, guard: Guard): void {
  app.addHook("onRequest", async (request) => {
    await guard.admit({ transport: "http", headers: request.headers });
  });
  app.get("/metrics", async (_request, reply) =>
    reply.header("content-type", metrics.contentType).send(await metrics.expose()),
  );
}
