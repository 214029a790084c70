/** What one query over all clusters said, and how long it took. */
export interface Said {
  readonly milliseconds: number;
  /** With data. */
  readonly clusters: number;
  readonly errors: readonly { readonly cluster: string; readonly code: string }[];
  readonly stale: readonly string[];
}

interface Body {
  readonly data?: {
    readonly namespaces: {
      readonly nodes: readonly { readonly cluster: string }[];
      readonly clusterErrors: readonly { readonly cluster: string; readonly code: string }[];
      readonly staleSince: readonly { readonly cluster: string }[];
    };
  };
}

const query = "{ namespaces(first: 500) { nodes { cluster } clusterErrors { cluster code } staleSince { cluster } } }";

export async function askAll(url: string): Promise<Said> {
  const startedAt = performance.now();
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as Body;
  const milliseconds = performance.now() - startedAt;
  if (!body.data) throw new Error(`no data: ${JSON.stringify(body)}`);
  const { nodes, clusterErrors, staleSince } = body.data.namespaces;
  const clusters = new Set(nodes.map(({ cluster }) => cluster)).size;
  return { milliseconds, clusters, errors: clusterErrors, stale: staleSince.map(({ cluster }) => cluster) };
}
