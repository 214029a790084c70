import type { DomainContext } from "../../../src/domains/context.ts";
import { FairwayError } from "../../../src/errors/index.ts";
import type { NewSilence, Read, SilenceObject, Silencer } from "../../../src/integrations/alertmanager/index.ts";

/** One Alertmanager for all clusters, that tells them apart by the label `cluster`; a test may have it speak for none, or for one. */
export class ScriptedAlertmanagers implements Pick<DomainContext["alertmanagers"], "of"> {
  readonly silences = new Map<string, Read<SilenceObject>>();
  readonly made: NewSilence[] = [];
  readonly expired: string[] = [];
  /** Absent: all; empty: there is no Alertmanager. */
  clusters: readonly string[] | undefined = undefined;
  refuses: string | null = null;
  /** Before anything is read. */
  look: () => Promise<unknown> = async () => {};
  /** Before anything is changed. */
  through: () => Promise<unknown> = async () => {};

  of(cluster: string): readonly Silencer[] {
    if (this.clusters && !this.clusters.includes(cluster)) return [];
    return [
      {
        alertmanager: {
          silence: async (silence) => {
            await this.through();
            if (this.refuses !== null) throw new FairwayError("INVALID", this.refuses);
            this.made.push(silence);
            const id = `silence-${this.made.length}`;
            this.silences.set(id, silenceObject(id, silence.matchers));
            return id;
          },
          silenceOf: async (id) => {
            await this.look();
            return this.silences.get(id) ?? null;
          },
          expire: async (id) => {
            await this.through();
            this.expired.push(id);
            return this.silences.has(id);
          },
        },
        clusters: this.clusters,
        clusterLabel: this.clusters?.length === 1 ? null : "cluster",
        concerns: ({ spec }, other) => spec.matchers.every(({ name, value }) => name !== "cluster" || value === other),
      },
    ];
  }
}

export function silenceObject(id: string, matchers: NewSilence["matchers"] = []): Read<SilenceObject> {
  const namespace = matchers.find(({ name }) => name === "namespace")?.value;
  const startsAt = "2026-03-01T08:00:00Z";
  return {
    apiVersion: "alerts.fairway.dev/v1",
    kind: "Silence",
    metadata: { name: id, ...(namespace && { namespace }), uid: id, creationTimestamp: startsAt },
    spec: { matchers, startsAt, endsAt: "2026-03-01T10:00:00Z", createdBy: "jane", comment: "known" },
    status: { state: "active" },
  };
}
