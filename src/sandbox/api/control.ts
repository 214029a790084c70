import type { IncomingMessage, ServerResponse } from "node:http";
import { type Fields, fieldsOf } from "../storage/object.ts";
import { badRequest, methodNotAllowed, noSuchResource } from "../storage/status.ts";
import type { SandboxClock } from "../world/clock.ts";
import type { Faults } from "./faults.ts";
import { sendJson } from "./reply.ts";

/** Six hours. An hour of a cluster takes about a second, in which nobody is answered. */
const longestStepMs = 21_600_000;

/** What the control paths of one cluster's port reach. */
export interface Controlled {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  /** Builds all clusters anew. */
  reset(): void;
  /** Cuts the watches of this cluster. */
  dropWatches(): void;
  /** Forgets this cluster's history: earlier versions and pages are Expired, and so are its watches. */
  expire(): void;
  describe(): object;
}

/** `/sandbox/…`: for tests, next to the API and apart from it. The clock and `reset` are of all clusters at once. */
export function control(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  text: string,
  cluster: Controlled,
): void {
  const { method } = request;
  // A page in a browser can send such a body nowhere without asking first, and nobody here answers that question.
  const json = request.headers["content-type"]?.split(";")[0] === "application/json";
  if (method !== "GET" && !json) throw badRequest("send content-type: application/json");
  const body = fieldsOf(text === "" ? {} : parse(text));
  const { clock, faults } = cluster;
  switch (`${method} ${path}`) {
    case "POST /sandbox/clock":
      stepClock(clock, body);
      break;
    case "POST /sandbox/reset":
      cluster.reset();
      break;
    case "POST /sandbox/faults":
      if (body.action === "drop") cluster.dropWatches();
      else if (body.action === "expire") cluster.expire();
      else faults.add(body);
      break;
    case "DELETE /sandbox/faults":
      faults.clear();
      break;
    case "GET /sandbox":
    case "GET /sandbox/clock":
    case "GET /sandbox/faults":
      break;
    default:
      throw ["/sandbox", "/sandbox/clock", "/sandbox/faults", "/sandbox/reset"].includes(path)
        ? methodNotAllowed()
        : noSuchResource();
  }
  const time = { now: new Date(clock.now).toISOString(), paused: clock.paused };
  sendJson(response, 200, { ...cluster.describe(), clock: time, faults: faults.list });
}

function stepClock(clock: SandboxClock, { paused, advanceMs }: Fields): void {
  if (paused !== undefined && typeof paused !== "boolean") throw badRequest("paused must be true or false");
  const steps =
    advanceMs === undefined || (typeof advanceMs === "number" && advanceMs >= 0 && advanceMs <= longestStepMs);
  if (!steps) throw badRequest(`advanceMs must be between 0 and ${longestStepMs}`);
  if (paused === true) clock.pause();
  if (typeof advanceMs === "number") clock.advance(advanceMs);
  if (paused === false) clock.resume();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("the body is not JSON");
  }
}
