import type { ApiClient } from "../../control-plane/api-client.ts";

/** What a field of `Subscription` is shown on. */
export interface EventCase {
  /** Arguments beside the filter, each followed by a comma, and the type of the filter. */
  readonly args: string;
  readonly filter: string;
  /** The object type of a change. */
  readonly on: string;
  /** It lives in no namespace. */
  readonly clusterScoped?: true;
  /** Collection of the API, without the namespace where the kind lives in one. */
  readonly path: (namespace: string) => string;
  readonly body: (name: string) => object;
  /** What else it takes for one that was deleted to go, where no controller runs. */
  readonly afterDeletion?: (api: ApiClient, name: string) => Promise<unknown>;
  /** Where objects of the kind count. Default: everywhere. */
  readonly clusters?: readonly string[];
}

export const container = { name: "main", image: "registry.test/main:1" };
