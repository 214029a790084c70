/** The name of an image, taken apart, as container runtimes understand it. */
export interface ImageReference {
  /** Host of the registry, with its port where one is given; in small letters. */
  readonly registry: string;
  /** As in `shop/web`. */
  readonly repository: string;
  /** Null where a digest alone says which; `latest` where nothing does. */
  readonly tag: string | null;
  /** As in `sha256:…`; null where the tag alone says which. */
  readonly digest: string | null;
}

const component = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const repositoryForm = new RegExp(`^${component}(?:/${component})*$`);
const hostForm =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestForm = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

const longestRepository = 255;
const dockers = "docker.io";

/** Null for what is no name of an image. Of what is left out Docker's own registry and the tag `latest` are meant. */
export function parseImageReference(text: string): ImageReference | null {
  const [name = "", digest, ...more] = text.split("@");
  if (more.length > 0 || (digest !== undefined && !digestForm.test(digest))) return null;
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  const isHost = first.includes(".") || first.includes(":") || first === "localhost";
  const rest = isHost ? name.slice(slash + 1) : name;
  if (isHost && !hostForm.test(first)) return null;
  const colon = rest.lastIndexOf(":");
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? null : rest.slice(colon + 1);
  if (path.length > longestRepository || !repositoryForm.test(path) || (tag !== null && !tagForm.test(tag)))
    return null;
  const host = isHost ? first.toLowerCase() : dockers;
  // Its name of before, which runtimes take for the same.
  const registry = host === `index.${dockers}` ? dockers : host;
  return {
    registry,
    repository: registry === dockers && !path.includes("/") ? `library/${path}` : path,
    tag: tag ?? (digest === undefined ? "latest" : null),
    digest: digest ?? null,
  };
}
