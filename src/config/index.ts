export { type ClusterSettings, clusterSettings, readClusterSettings } from "./cluster-settings.ts";
export { type CommandLine, type Flags, readCommandLine, usage } from "./command-line.ts";
export { authenticates, type Config, defaults, type Limits } from "./config.ts";
export { type ConfigSource, configFiles, type Environment, hasClusters, loadConfig } from "./load-config.ts";
export { type CallerLimits, quotaLimits } from "./quota-limits.ts";
export type { RegisterOptions } from "./register-command.ts";
