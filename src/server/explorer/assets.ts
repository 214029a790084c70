import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The same from `src` and from `dist`. */
export const packageRoot = join(import.meta.dirname, "../../..");

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  readonly etag: string;
}

const script = "text/javascript; charset=utf-8";
const style = "text/css; charset=utf-8";

const require = createRequire(import.meta.url);

function ofPackage(name: string, file: string): string {
  return join(dirname(require.resolve(`${name}/package.json`)), file);
}

function own(file: string): string {
  return join(packageRoot, "assets/explorer", file);
}

/**
 * Everything that the page loads: it has to work where there is no internet, so nothing comes from elsewhere. GraphiQL,
 * React and ReactDOM bring builds for browsers in their packages.
 */
const files: Readonly<Record<string, readonly [type: string, path: () => string]>> = {
  "index.html": ["text/html; charset=utf-8", () => own("index.html")],
  "explorer.css": [style, () => own("explorer.css")],
  "explorer.js": [script, () => own("explorer.js")],
  "graphiql.css": [style, () => ofPackage("graphiql", "graphiql.min.css")],
  "graphiql.js": [script, () => ofPackage("graphiql", "graphiql.min.js")],
  "react.js": [script, () => ofPackage("react", "umd/react.production.min.js")],
  "react-dom.js": [script, () => ofPackage("react-dom", "umd/react-dom.production.min.js")],
};

const kept = new Map<string, Asset>();

/** Read when somebody asks for it the first time: most gateways are never looked at with a browser. */
export function assetOf(name: string): Asset | undefined {
  const found = kept.get(name);
  if (found) return found;
  const entry = Object.hasOwn(files, name) ? files[name] : undefined;
  if (!entry) return undefined;
  const [type, path] = entry;
  const asset = makeAsset(type, readFileSync(path()));
  kept.set(name, asset);
  return asset;
}

export function makeAsset(type: string, bytes: Buffer): Asset {
  return { type, bytes, etag: `"${createHash("sha256").update(bytes).digest("base64url")}"` };
}
