import type { Row } from "../state/index.ts";
import type { Manifest } from "./context.ts";

interface PodSpec {
  readonly containers?: readonly { readonly image?: string }[];
  readonly initContainers?: readonly { readonly image?: string }[];
}
interface Templated {
  readonly template?: { readonly spec?: PodSpec };
  readonly jobTemplate?: { readonly spec?: Templated };
}

/** The images that an object names: of its own containers, or of those that it makes. */
export function imagesOf({ spec }: Manifest): readonly string[] {
  if (typeof spec !== "object" || spec === null) return [];
  const own = spec as PodSpec & Templated;
  const pods = [own, own.template?.spec, own.jobTemplate?.spec?.template?.spec];
  const lists = pods.flatMap((pod) => [pod?.containers, pod?.initContainers]);
  return lists.flatMap((list) => (Array.isArray(list) ? list : [])).flatMap(({ image }) => (image ? [image] : []));
}

/** How well an object fits one word, the best first: its name, how it begins, what is in it, a label, an image; null: not at all. */
function rankOf({ name, object }: Row<Manifest>, word: string): number | null {
  const lower = name.toLowerCase();
  if (lower === word) return 0;
  if (lower.startsWith(word)) return 1;
  if (lower.includes(word)) return 2;
  const { labels = {} } = object.metadata;
  for (const key in labels) if (`${key}=${labels[key]}`.toLowerCase().includes(word)) return 3;
  return imagesOf(object).some((image) => image.toLowerCase().includes(word)) ? 4 : null;
}

/** The rank for a text of several words: that of the word that fits worst. */
export function ranking(words: readonly string[]): (row: Row<Manifest>) => number | null {
  return (row) => {
    let worst = 0;
    for (const word of words) {
      const rank = rankOf(row, word);
      if (rank === null) return null;
      if (rank > worst) worst = rank;
    }
    return worst;
  };
}
