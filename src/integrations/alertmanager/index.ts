export type { AlertmanagerOptions } from "./alertmanager.ts";
export { Alertmanagers } from "./alertmanagers.ts";
export { ALERTS, type AlertObject, SILENCES, type SilenceMatcher, type SilenceObject } from "./objects.ts";
