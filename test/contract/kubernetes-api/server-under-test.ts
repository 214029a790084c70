import type { Client } from "./client.ts";

/** An API server with controllers behind it, that the cases can be run on. */
export interface ServerUnderTest extends AsyncDisposable {
  /** As a user who may do everything. */
  readonly client: Client;
  /** Of a user whom the server knows, who may do nothing. */
  readonly powerless: { readonly name: string; readonly token: string };
  /** Makes everything that has happened so far unavailable: older versions are Expired afterwards. Ends watches. */
  forgetHistory(): Promise<void>;
}

/** What the cases of one file are given: the server, once it runs. */
export type Given = () => ServerUnderTest;

let names = 0;

/** A name that no other case uses. */
export function unique(prefix: string): string {
  names += 1;
  return `${prefix}-${names}`;
}

/** A namespace of a case's own. */
export async function ownNamespace({ client }: ServerUnderTest): Promise<string> {
  const name = unique("contract");
  await client.ok("POST", "/api/v1/namespaces", { metadata: { name } });
  return name;
}

export function configMapsIn(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/configmaps`;
}

/** Less the entry that a real cluster puts into every namespace. */
export function ownNames(list: { items: { metadata: { name: string } }[] }): string[] {
  return list.items.map(({ metadata }) => metadata.name).filter((name) => name !== "kube-root-ca.crt");
}
