import type { ServerResponse } from "node:http";
import { ApiError } from "../storage/status.ts";

export function sendJson(
  response: ServerResponse,
  code: number,
  body: unknown,
  contentType = "application/json",
): void {
  if (response.headersSent || response.destroyed) return;
  const text = Buffer.from(`${JSON.stringify(body)}\n`);
  response.writeHead(code, { "content-type": contentType, "content-length": text.length, "cache-control": "no-cache" });
  response.end(text);
}

export function sendText(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { "content-type": "text/plain; charset=utf-8" });
  response.end(text);
}

export function sendError(response: ServerResponse, error: unknown): void {
  const known = error instanceof ApiError ? error : undefined;
  const shown = known ?? new ApiError(500, "InternalError", `Internal error occurred: ${(error as Error).message}`);
  sendJson(response, shown.code, shown.body);
}
