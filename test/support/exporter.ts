import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Something that Prometheus scrapes: what `metrics` says at the time, in its text format. */
export interface Exporter extends AsyncDisposable {
  /** Host and port, as in a scrape configuration. */
  readonly target: string;
}

export async function startExporter(metrics: () => string): Promise<Exporter> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(metrics());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    target: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A line of the text format. */
export function metricLine(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}{${pairs.join(",")}} ${value}\n`;
}
