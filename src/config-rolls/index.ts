export { ConfigRoller, type ConfigRollerOptions, type FollowedConfigs } from "./config-roller.ts";
