import { afterEach, expect, test } from "vitest";
import { ALERTS } from "../../../src/integrations/alertmanager/index.ts";
import { waitFor } from "../../control-plane/wait-for.ts";
import { ScriptedAlertmanager } from "../../support/scripted-alertmanager.ts";
import { alertmanagerContract, raise, storesOver } from "./alertmanager.ts";

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

async function start(): Promise<ScriptedAlertmanager> {
  return stack.use(await ScriptedAlertmanager.start());
}

alertmanagerContract(async () => {
  const alertmanager = await start();
  return { url: alertmanager.url, kill: () => alertmanager.kill() };
});

test.each([
  ["no JSON", "<html>hunter2</html>"],
  ["no list", "{}"],
  ["a list of no objects", "[1]"],
  [
    "an alert without labels that are texts",
    '[{"fingerprint":"a","startsAt":"2026-01-01T00:00:00Z","labels":{"a":1}}]',
  ],
  ["an alert without a fingerprint", '[{"startsAt":"2026-01-01T00:00:00Z","status":{"state":"active"}}]'],
  ["a time that is none", '[{"fingerprint":"a","startsAt":"soon","status":{"state":"active"}}]'],
  ["a state that is none", '[{"fingerprint":"a","startsAt":"2026-01-01T00:00:00Z","status":{"state":"odd"}}]'],
])("one that answers %s is taken for one that is away, and what it said before is kept", async (_what, body) => {
  const alertmanager = await start();
  await raise(alertmanager.url, { alertname: "Down", cluster: "alpha" });
  await using stores = storesOver(alertmanager.url);
  const alpha = stores.open("alpha", ALERTS);
  await waitFor(() => alpha.size === 1, 10_000, "it is told");
  alertmanager.before = (_request, response) => {
    response.writeHead(200).end(body);
    return true;
  };
  await waitFor(() => alpha.health?.state === "stale", 10_000, "it is stale");
  expect(alpha.size).toBe(1);
  expect(JSON.stringify(alpha.health)).not.toContain("hunter2");
  alertmanager.before = () => false;
  await waitFor(() => alpha.health?.state === "live", 10_000, "it is live again");
});

test("one that hangs is waited for no longer than is set", async () => {
  const alertmanager = await start();
  alertmanager.before = () => true;
  await using stores = storesOver(alertmanager.url);
  const alpha = stores.open("alpha", ALERTS);
  await alpha.settled(new AbortController().signal);
  expect(alpha.health).toMatchObject({ state: "stale", error: { code: "INTEGRATION_UNAVAILABLE" } });
  expect(alpha.at).toBeNull();
});

test.each([
  ["its own words", JSON.stringify("invalid regular expression"), 'Alertmanager "main": invalid regular expression'],
  ["a message", '{"code":601,"message":"matchers is required"}', 'Alertmanager "main": matchers is required'],
  ["the page of a proxy", "<html>hunter2</html>", 'Alertmanager "main": it does not take it'],
])("what it refuses is told in %s", async (_what, body, message) => {
  const alertmanager = await start();
  await using stores = storesOver(alertmanager.url);
  alertmanager.before = (_request, response) => {
    response.writeHead(400).end(body);
    return true;
  };
  const time = "2026-01-01T00:00:00Z";
  const silence = { matchers: [], startsAt: time, endsAt: time, createdBy: "jane", comment: "known" };
  const made = stores.of("alpha")[0]?.alertmanager.silence(silence, new AbortController().signal);
  await expect(made).rejects.toMatchObject({ code: "INVALID", message });
});
