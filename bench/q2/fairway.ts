import { answer } from "../support/answering.ts";
import { createMemory, startMemoryGateway } from "../support/memory-gateway.ts";
import { world } from "./operation.ts";

const url = await startMemoryGateway(await createMemory(world()));
answer({ url: () => url });
