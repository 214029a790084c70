export { type AlertmanagerOptions, type NewSilence, NotReached } from "./alertmanager.ts";
export { Alertmanagers, type Silencer } from "./alertmanagers.ts";
export type { Read } from "./answer.ts";
export { ALERTS, type AlertObject, SILENCES, type SilenceMatcher, type SilenceObject } from "./objects.ts";
