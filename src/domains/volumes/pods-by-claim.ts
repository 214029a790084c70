import type { IndexDefinition } from "../../state/index.ts";
import type { Manifest } from "../context.ts";
import { PODS } from "../deployments/index.ts";
import { claimNameOf } from "./pod-volumes.mapping.ts";
import type { VolumesSpec } from "./volume.manifest.ts";

/** Pods under the claims that they use, as `namespace/name`. */
export const podsByClaim: IndexDefinition = {
  name: "claim",
  resource: PODS,
  values: ({ object, namespace, name }) => {
    const { spec } = object as Manifest & { readonly spec?: VolumesSpec };
    const claims = (spec?.volumes ?? []).flatMap((volume) => claimNameOf(volume, name) ?? []);
    return claims.map((claim) => `${namespace}/${claim}`);
  },
};
