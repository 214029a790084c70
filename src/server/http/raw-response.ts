import { STATUS_CODES } from "node:http";

export const jsonType = "application/json; charset=utf-8";

/** An HTTP response for a socket that no route has. */
export function rawResponse(status: number, body: Buffer, headers: Readonly<Record<string, string>>): Buffer {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Error"}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "connection: close",
    `content-type: ${jsonType}`,
    `content-length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]);
}
