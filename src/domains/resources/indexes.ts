import { labelOf } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import type { Manifest } from "../context.ts";

/** Objects of every kind under the uids of their owners: the edges from an owner to what it owns. */
export const byOwner: IndexDefinition = {
  name: "owner",
  values: ({ object }) => (object as Manifest).metadata.ownerReferences?.map(({ uid }) => uid) ?? [],
};

/** Changes of objects by their name. */
export const byName: IndexDefinition = { name: "name", filed: false, values: ({ name }) => [name] };

/** Changes of objects by the labels that they have. */
export const byLabel: IndexDefinition = {
  name: "label",
  filed: false,
  values: ({ object }) =>
    Object.entries((object as Manifest).metadata.labels ?? {}).map(([key, value]) => labelOf(key, value)),
};
