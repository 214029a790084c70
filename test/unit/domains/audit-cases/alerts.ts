import type { AuditCase } from "./audit-case.ts";

const silences = { cluster: "alpha", resource: "alerts.fairway.dev/silences" };
const matchers = [
  { name: "alertname", value: "Down" },
  { name: "namespace", value: "shop" },
];
export const alertCases: Readonly<Record<string, AuditCase>> = {
  silenceCreate: {
    type: "SilenceCreateInput",
    verb: "create",
    input: { cluster: "alpha", matchers, endsAt: "2030-01-01T00:00:00Z", comment: "known" },
    object: { ...silences, namespace: "shop" },
    elsewhere: { cluster: "nowhere" },
  },
  silenceExpire: {
    type: "SilenceExpireInput",
    verb: "delete",
    input: { by: { ref: { cluster: "alpha", namespace: "shop", name: "known" } } },
    object: { ...silences, namespace: "shop", name: "known" },
  },
};
