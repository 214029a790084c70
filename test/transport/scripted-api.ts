import type { Api, Membership, OperationRequest, Reply, RequestOrigin, Sink } from "../../src/api/index.ts";

export interface Asked {
  readonly request: OperationRequest;
  readonly origin: RequestOrigin;
}

/** A subscription as the engine sees it: the test is the engine. */
export class ScriptedSubscription implements Membership {
  readonly request: OperationRequest;
  readonly origin: RequestOrigin;
  readonly sink: Sink;
  left = 0;
  drains = 0;

  constructor({ request, origin }: Asked, sink: Sink) {
    this.request = request;
    this.origin = origin;
    this.sink = sink;
    sink.onDrain(() => {
      this.drains += 1;
    });
  }

  leave(): void {
    this.left += 1;
  }
}

export function reply(body: object, rest: Partial<Reply> = {}): Reply {
  return { body: Buffer.from(JSON.stringify(body)), executed: true, status: 200, ...rest };
}

export function refused(code: string, status = 400): Reply {
  return reply({ errors: [{ message: `refused: ${code}`, extensions: { code } }] }, { executed: false, status });
}

/** The engine's port, played by the test: what it is asked is kept, what it answers is set. */
export class ScriptedApi implements Api {
  readonly asked: Asked[] = [];
  readonly subscriptions: ScriptedSubscription[] = [];
  drained = false;
  answer: (asked: Asked) => Reply | Promise<Reply> = () => reply({ data: { ok: true } });
  /** A reply instead of a membership. */
  onSubscribe: (asked: Asked, sink: Sink) => undefined | Reply | Promise<undefined | Reply> = () => undefined;

  again(): undefined {
    return undefined;
  }

  async execute(request: OperationRequest, origin: RequestOrigin): Promise<Reply> {
    this.asked.push({ request, origin });
    return this.answer({ request, origin });
  }

  async subscribe(request: OperationRequest, origin: RequestOrigin, sink: Sink): Promise<Membership | Reply> {
    const asked = { request, origin };
    this.asked.push(asked);
    const instead = await this.onSubscribe(asked, sink);
    if (instead) return instead;
    const subscription = new ScriptedSubscription(asked, sink);
    this.subscriptions.push(subscription);
    return subscription;
  }

  drain(): void {
    this.drained = true;
    for (const { sink } of this.subscriptions) sink.close("shutdown");
  }
}
