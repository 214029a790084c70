/** One request, again and again. `@@` in its body is replaced by a number that no other request of this process has. */
export interface LoadRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** Beside `host` and the length of the body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

let numbers = 0;

/** What goes over the wire for a request: each time it is called for the next one. */
export function writerOf({ method, url, headers, body = "" }: LoadRequest): () => string {
  const { host, pathname, search } = new URL(url);
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${pathname}${search} HTTP/1.1\r\n${lines.join("")}`;
  const written = (sent: string) =>
    method === "GET" ? `${head}\r\n` : `${head}content-length: ${Buffer.byteLength(sent)}\r\n\r\n${sent}`;
  if (!body.includes("@@")) {
    const same = written(body);
    return () => same;
  }
  return () => {
    numbers += 1;
    return written(body.replaceAll("@@", String(numbers)));
  };
}
