import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import { FairwayError } from "../errors/index.ts";

/** A parsed kubeconfig file, before anything in it was looked at. */
export interface KubeconfigFile {
  readonly path: string;
  readonly clusters: unknown;
  readonly users: unknown;
  readonly contexts: unknown;
  readonly currentContext: unknown;
}

/** No cause is kept: the errors of parsers and file readers quote what they read. */
export function invalidKubeconfig(path: string, problem: string): FairwayError {
  return new FairwayError("KUBECONFIG_INVALID", `kubeconfig ${path}: ${problem}`);
}

export function entriesOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

export function readKubeconfig(path: string): KubeconfigFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw invalidKubeconfig(path, code === "ENOENT" ? "the file does not exist" : `the file cannot be read (${code})`);
  }
  return parseKubeconfig(path, text);
}

/** `path` is for messages, and for what the text names beside it. */
export function parseKubeconfig(path: string, text: string): KubeconfigFile {
  const lines = new LineCounter();
  // Pretty errors quote the offending line, which may hold a token.
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines, uniqueKeys: false });
  const problem = document.errors[0];
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw invalidKubeconfig(path, `line ${line}, column ${col} is not YAML (${problem.code})`);
  }
  const content: unknown = toJs(path, () => document.toJS());
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw invalidKubeconfig(path, "the file does not hold a kubeconfig");
  }
  const { clusters, users, contexts, "current-context": currentContext } = content as Record<string, unknown>;
  return { path, clusters, users, contexts, currentContext };
}

function toJs(path: string, convert: () => unknown): unknown {
  try {
    return convert();
  } catch {
    // An alias without its anchor, or too many aliases: found only now, and the message may quote the file.
    throw invalidKubeconfig(path, "an alias in the file cannot be resolved");
  }
}
