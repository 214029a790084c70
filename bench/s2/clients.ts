import { answer } from "../support/answering.ts";
import { quantile } from "../support/statistics.ts";
import { subscribe } from "../support/subscribers.ts";
import { now, subscription, writesIn } from "./operation.ts";

/** Handshakes under way at a time. */
const AT_ONCE = 100;

let milliseconds: number[] = [];

function receive(frame: Buffer): void {
  const at = now();
  const text = frame.toString();
  if (!text.includes('"phase":"LIVE"')) return;
  for (const written of writesIn(text)) milliseconds.push((at - written) / 1_000);
}

const answers = {
  async open(url: string, count: number): Promise<void> {
    for (let opened = 0; opened < count; opened += AT_ONCE) {
      const more = Array.from({ length: Math.min(AT_ONCE, count - opened) });
      await Promise.all(more.map(() => subscribe({ url, query: subscription, onFrame: receive })));
    }
  },
  /** How many writes have come, at all subscribers together, and how long they took; since the last time this was asked. */
  arrived(): { readonly count: number; readonly p50: number; readonly p99: number; readonly max: number } {
    const all = milliseconds;
    milliseconds = [];
    if (all.length === 0) return { count: 0, p50: 0, p99: 0, max: 0 };
    return { count: all.length, p50: quantile(all, 0.5), p99: quantile(all, 0.99), max: quantile(all, 1) };
  },
};
export type HearingClients = Pick<typeof answers, keyof typeof answers>;
answer(answers);
