import type { IndexDefinition } from "../../state/index.ts";
import type { Manifest } from "../context.ts";

/** Objects of every kind under the uids of their owners: the edges from an owner to what it owns. */
export const byOwner: IndexDefinition = {
  name: "owner",
  values: ({ object }) => (object as Manifest).metadata.ownerReferences?.map(({ uid }) => uid) ?? [],
};
