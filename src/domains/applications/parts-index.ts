import type { IndexDefinition } from "../../state/index.ts";
import type { Manifest } from "../context.ts";
import { INGRESSES, SERVICES } from "../networks/index.ts";
import { CLAIMS } from "../volumes/index.ts";
import { applicationOf } from "./labels.mapping.ts";
import { WORKLOADS } from "./workload-kinds.ts";

/** Under which all parts of any application stand. No label has this value: an empty one names nothing. */
export const ANY_APPLICATION = "";

/** Parts of applications under the application's name. */
export const byApplication: IndexDefinition = {
  name: "application",
  values: ({ object }) => {
    const application = applicationOf(object as Manifest);
    return application === null ? [] : [application, ANY_APPLICATION];
  },
};

/** The kinds that an application is made of, by its labels. */
const PARTS: readonly string[] = [...WORKLOADS, SERVICES, INGRESSES, CLAIMS, "configmaps", "secrets"];

export const applicationIndexes: readonly IndexDefinition[] = PARTS.map((resource) => ({ ...byApplication, resource }));
