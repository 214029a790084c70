import { FairwayError } from "../errors/index.ts";
import type { AuditSink } from "./audit-sink.ts";
import { jsonLines, jsonLinesFile } from "./json-lines.ts";

export interface AuditSinkSettings {
  readonly sink: "stdout" | "file" | "none";
  readonly file: string | undefined;
  readonly required: boolean;
}

/** The sink of the settings; undefined for `none`. Throws CONFIG_INVALID where they do not fit together. */
export function openAuditSink(
  { sink, file, required }: AuditSinkSettings,
  emit: (line: string) => Promise<void>,
): AuditSink | undefined {
  if (file !== undefined && sink !== "file") throw invalid("audit.file", "is the place of the sink `file` alone");
  switch (sink) {
    case "stdout":
      return jsonLines(emit);
    case "file":
      if (file === undefined) throw invalid("audit.file", "is missing; the sink `file` needs a place");
      return jsonLinesFile(file);
    case "none":
      if (required) throw invalid("audit.required", "cannot be true without a sink");
      return undefined;
  }
}

function invalid(field: string, complaint: string): FairwayError {
  return new FairwayError("CONFIG_INVALID", `${field}: ${complaint}`, { field });
}
