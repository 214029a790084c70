import { expect, test } from "vitest";
import { parseAlerts, parseSilences } from "../../../src/integrations/alertmanager/answer.ts";

test("times are of one zone, so that they can be ordered as texts", () => {
  const alert = {
    fingerprint: "f00",
    startsAt: "2026-11-27T10:00:00.123+05:00",
    labels: { alertname: "Down" },
    status: { state: "active", silencedBy: [], inhibitedBy: [] },
  };
  const [read] = parseAlerts([alert]);
  expect(read?.metadata).toMatchObject({
    uid: "f00.2026-11-27T05:00:00.123Z",
    creationTimestamp: "2026-11-27T05:00:00.123Z",
  });
  const silence = {
    id: "8bbd2ea7-0000-4000-8000-000000000000",
    startsAt: "2026-11-27T10:00:00.000+05:00",
    endsAt: "2026-11-27T07:00:00-01:00",
    matchers: [],
    status: { state: "active" },
  };
  expect(parseSilences([silence])[0]?.spec).toMatchObject({
    startsAt: "2026-11-27T05:00:00.000Z",
    endsAt: "2026-11-27T08:00:00.000Z",
  });
});

test("labels are texts by their names, whatever those are", () => {
  const labels = JSON.parse('{"__proto__":"a","constructor":"b","namespace":"shop"}');
  const status = { state: "active" };
  const [read] = parseAlerts([{ fingerprint: "f00", startsAt: "2026-11-27T10:00:00Z", labels, status }]);
  expect(JSON.stringify(read?.metadata.labels)).toBe('{"__proto__":"a","constructor":"b","namespace":"shop"}');
  expect(read?.metadata).toMatchObject({ namespace: "shop" });
});
