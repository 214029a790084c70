export { Connections } from "./connections.ts";
export { kubeconfigRegistrations } from "./kubeconfig-registrations.ts";
export type { RegisteredBy, Registration } from "./registration.ts";
export { Registry } from "./registry.ts";
export { Reload } from "./reload.ts";
