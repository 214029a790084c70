import { answer } from "../support/answering.ts";
import { subscribe } from "../support/subscribers.ts";

const query = "subscription Pods { podEvents { changes { type object { name namespace phase } } phase } }";
const added = Buffer.from('"ADDED"');

function count(frame: Buffer): number {
  let found = 0;
  for (let at = frame.indexOf(added); at >= 0; at = frame.indexOf(added, at + added.length)) found += 1;
  return found;
}

const answers = {
  /** All at once. Resolves with the milliseconds until the last one is SYNCED; rejects when somebody was not sent all. */
  async arrive(url: string, subscribers: number, pods: number): Promise<number> {
    const began = performance.now();
    await Promise.all(
      Array.from({ length: subscribers }, async () => {
        let objects = 0;
        const onFrame = (frame: Buffer) => {
          objects += count(frame);
        };
        await subscribe({ url, query, onFrame });
        if (objects !== pods) throw new Error(`${objects} pods instead of ${pods}`);
      }),
    );
    return performance.now() - began;
  },
};
export type ArrivingClients = Pick<typeof answers, keyof typeof answers>;
answer(answers);
