import { describe, expect, test } from "vitest";
import {
  ALERTS,
  Alertmanagers,
  type AlertObject,
  NotReached,
  SILENCES,
  type SilenceObject,
} from "../../../src/integrations/alertmanager/index.ts";
import { Store } from "../../../src/state/index.ts";
import { waitFor } from "../../control-plane/wait-for.ts";
import { RecordedOutcomes } from "./prometheus.ts";

/** An Alertmanager, real or not, for the contract that both fulfil. */
export interface AlertmanagerUnderTest {
  readonly url: string;
  /** Ends it, as if its machine had gone. */
  readonly kill: () => Promise<void>;
}

/** The stores of clusters over an Alertmanager that tells several apart, or (with `clusters`) speaks for these. */
export function storesOver(url: string, clusters?: readonly string[]) {
  const stack = new AsyncDisposableStack();
  const metrics = new RecordedOutcomes();
  const warnings: unknown[] = [];
  const options = { name: "main", url, clusterLabel: "cluster", pollIntervalMs: 50, timeoutMs: 500 };
  const all = stack.use(
    new Alertmanagers([{ ...options, ...(clusters && { clusters }) }], {
      metrics,
      log: { warn: (...line: unknown[]) => void warnings.push(line) },
      now: () => Date.now(),
      random: () => 0.5,
    }),
  );
  const open = (cluster: string, resource: string) => {
    const scope = { cluster, resource };
    const store = new Store({
      scope,
      source: all.sourceFor(scope),
      indexes: [],
      idleMs: 1_000,
      now: () => Date.now(),
      onSourceFailure: (_scope, error) => {
        throw error;
      },
    });
    stack.defer(() => store.stop());
    store.lease();
    return store as Store<AlertObject>;
  };
  return {
    open,
    of: (cluster: string) => all.of(cluster),
    metrics,
    warnings,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const never = new AbortController().signal;
const place = (store: Store<AlertObject>) =>
  [...store.scan("all")].map(({ namespace, object }) => `${namespace} ${object.status.state}`).sort();

/** As Prometheus does. */
export async function raise(url: string, ...alerts: readonly Readonly<Record<string, string>>[]): Promise<void> {
  const startsAt = "2026-01-01T00:00:00.000Z";
  const endsAt = new Date(Date.now() + 600_000).toISOString();
  await send(
    url,
    "alerts",
    alerts.map((labels) => ({ labels, startsAt, endsAt, annotations: { summary: "trouble" } })),
  );
}

async function send(url: string, what: string, body: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/api/v2/${what}`, { method: "POST", headers, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
}

const plain = (name: string, value: string) => ({ name, value, isRegex: false, isEqual: true });

async function silence(url: string, labels: Readonly<Record<string, string>>): Promise<void> {
  await send(url, "silences", {
    matchers: Object.entries(labels).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true })),
    startsAt: new Date().toISOString(),
    endsAt: new Date(Date.now() + 600_000).toISOString(),
    createdBy: "somebody",
    comment: "on purpose",
  });
}

/** `start` gives an Alertmanager of its own to each call. */
export function alertmanagerContract(start: () => Promise<AlertmanagerUnderTest>): void {
  describe("an Alertmanager", () => {
    test("says of each cluster what is about that one alone", async () => {
      const { url } = await start();
      await raise(
        url,
        { alertname: "Down", cluster: "alpha", namespace: "shop", pod: "web" },
        { alertname: "Down", cluster: "alpha", node: "one" },
        { alertname: "Down", cluster: "bravo", namespace: "shop" },
        { alertname: "Down", namespace: "nowhere" },
      );
      await using stores = storesOver(url);
      const [alpha, bravo] = [stores.open("alpha", ALERTS), stores.open("bravo", ALERTS)];
      await Promise.all([alpha.settled(never), bravo.settled(never)]);
      await waitFor(() => place(alpha).length === 2, 10_000, "what was raised is told");
      expect(place(alpha).map((each) => each.split(" ")[0])).toEqual(["", "shop"]);
      expect(place(bravo).map((each) => each.split(" ")[0])).toEqual(["shop"]);
      const [shop] = [...alpha.scan(["shop"])];
      expect(shop?.object).toMatchObject({
        kind: "Alert",
        metadata: {
          name: shop?.name,
          namespace: "shop",
          labels: { alertname: "Down", pod: "web" },
          annotations: { summary: "trouble" },
          creationTimestamp: "2026-01-01T00:00:00.000Z",
        },
      });
      expect(new Set(stores.metrics.outcomes)).toEqual(new Set(["alertmanager main ok"]));
    });

    test("that speaks for one cluster alone speaks of that one, whatever the labels; of others nobody does", async () => {
      const { url } = await start();
      await raise(url, { alertname: "Down", namespace: "shop" });
      await using stores = storesOver(url, ["alpha"]);
      const [alpha, bravo] = [stores.open("alpha", ALERTS), stores.open("bravo", ALERTS)];
      await waitFor(() => alpha.size === 1, 10_000, "it is told");
      await bravo.settled(never);
      expect(bravo.at).toBeNull();
      expect(bravo.health).toMatchObject({ state: "stale", error: { code: "UNKNOWN_KIND" } });
    });

    test("announces nothing where nothing has changed, though the same is said again", async () => {
      const { url } = await start();
      const labels = { alertname: "Down", cluster: "alpha", namespace: "shop" };
      await raise(url, labels);
      await using stores = storesOver(url);
      const alpha = stores.open("alpha", ALERTS);
      await waitFor(() => place(alpha)[0] === "shop active", 10_000, "it is told");
      const { changedAt } = alpha.content;
      const polls = stores.metrics.outcomes.length;
      await raise(url, labels);
      await waitFor(() => stores.metrics.outcomes.length > polls + 4, 10_000, "it was asked again");
      expect(alpha.content.changedAt).toBe(changedAt);
    });

    test.each(["8bbd2ea7-0000-4000-8000-000000000000", "no-uuid", "a/b"])(
      "has no silence of an id that nobody was given, %s, and that is no failure",
      async (id) => {
        const { url } = await start();
        await using stores = storesOver(url);
        expect(await stores.of("alpha")[0]?.alertmanager.silenceOf(id, never)).toBeNull();
        expect(stores.metrics.outcomes).toEqual(["alertmanager main ok"]);
      },
    );

    test("shows a silence of several clusters for those that its pattern names, and where that is not known for all", async () => {
      const { url } = await start();
      const time = (ms: number) => new Date(Date.now() + ms).toISOString();
      for (const [value, isEqual] of [
        ["alpha|bravo", true],
        ["alpha|bravo", false],
        ["al.*", true],
      ] as const) {
        const matchers = [{ name: "cluster", value, isRegex: true, isEqual }, plain("alertname", value + isEqual)];
        const [createdBy, comment] = ["somebody", `${value} ${isEqual}`];
        await send(url, "silences", { matchers, startsAt: time(0), endsAt: time(600_000), createdBy, comment });
      }
      await using stores = storesOver(url);
      const shown = async (cluster: string) => {
        const store = stores.open(cluster, SILENCES) as unknown as Store<SilenceObject>;
        await store.settled(never);
        return [...store.scan("all")].map(({ object }) => object.spec.comment).sort();
      };
      expect(await shown("bravo")).toEqual(["al.* true", "alpha|bravo true"]);
      expect(await shown("charlie")).toEqual(["al.* true", "alpha|bravo false"]);
    });

    test("tells that an alert is silenced, and by what, in the namespace that the silence names", async () => {
      const { url } = await start();
      await raise(url, { alertname: "Down", cluster: "alpha", namespace: "shop" });
      await using stores = storesOver(url);
      const [alerts, alpha, bravo] = [
        stores.open("alpha", ALERTS),
        stores.open("alpha", SILENCES),
        stores.open("bravo", SILENCES),
      ];
      await waitFor(() => place(alerts)[0] === "shop active", 10_000, "it fires");
      await silence(url, { namespace: "shop", cluster: "alpha" });
      await silence(url, { alertname: "Other" });
      await waitFor(() => place(alerts)[0] === "shop suppressed", 10_000, "it is suppressed");
      await waitFor(() => alpha.size === 2 && bravo.size === 1, 10_000, "silences are told");
      expect(place(alpha)).toEqual([" active", "shop active"]);
      expect(place(bravo)).toEqual([" active"]);
      const [silenced] = [...alerts.scan("all")];
      expect([...alpha.scan(["shop"])].map(({ name }) => name)).toEqual(silenced?.object.status.silencedBy);
    });

    test("that is gone leaves what it said, stale, and is told of once", async () => {
      const { url, kill } = await start();
      await raise(url, { alertname: "Down", cluster: "alpha", namespace: "shop" });
      await using stores = storesOver(url);
      const alpha = stores.open("alpha", ALERTS);
      await waitFor(() => alpha.size === 1, 10_000, "it is told");
      await kill();
      await waitFor(() => alpha.health?.state === "stale", 10_000, "it is stale");
      expect(alpha.health).toMatchObject({ error: { code: "INTEGRATION_UNAVAILABLE" } });
      expect(alpha.size).toBe(1);
      await waitFor(
        () => stores.metrics.outcomes.filter((each) => each.endsWith("failed")).length > 1,
        10_000,
        "again",
      );
      expect(stores.warnings).toHaveLength(1);
      const endsAt = new Date(Date.now() + 600_000).toISOString();
      const asked = { matchers: [plain("cluster", "alpha")], startsAt: endsAt, endsAt, createdBy: "x", comment: "x" };
      const refusal = stores.of("alpha")[0]?.alertmanager.silence(asked, never);
      await expect(refusal).rejects.toMatchObject({ code: "INTEGRATION_UNAVAILABLE", cause: expect.any(NotReached) });
    });
  });
}
