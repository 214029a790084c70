import type { AddressInfo } from "node:net";
import { fastify } from "fastify";
import mercurius from "mercurius";
import { answer } from "../support/answering.ts";
import { built } from "../support/built.ts";
import { createMemory } from "../support/memory-gateway.ts";
import { world } from "./operation.ts";

// The gateway's own schema, resolvers, Reader and stores behind mercurius: what is left of the difference is the
// executor and the transport.
const { Leases, pass } = await built<typeof import("../../src/api/passes.ts")>("api/passes");
const { Misses } = await built<typeof import("../../src/state/index.ts")>("state/index");
const { environment, caller } = await createMemory(world());
const leases = new Leases();
const never = new AbortController().signal;

const app = fastify();
await app.register(mercurius, {
  schema: environment.schema,
  jit: 1,
  context: () => {
    const misses = new Misses(environment.clusterDeadlineMs, never);
    return pass(environment, { caller, requestId: "bench", misses, leases }, (context) => context).result as never;
  },
});
await app.listen({ host: "127.0.0.1", port: 0 });
const { port } = app.server.address() as AddressInfo;
answer({ url: () => `http://127.0.0.1:${port}/graphql` });
