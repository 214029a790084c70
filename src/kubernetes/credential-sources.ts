/** Where a cluster's TLS material comes from. Files win over data, as in client-go. */
export interface TlsSources {
  readonly caFile?: string;
  /** PEM, already decoded. */
  readonly caData?: Buffer;
  readonly serverName?: string;
  readonly insecure: boolean;
}

/** The fields of a kubeconfig's user. Paths are absolute, data is decoded. */
export interface UserSources {
  /** Prefixed by the cluster: equal names in two kubeconfigs must never meet in one cache. */
  readonly name: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly certFile?: string;
  readonly certData?: Buffer;
  readonly keyFile?: string;
  readonly keyData?: Buffer;
  /** What asks another program, or another system; `@kubernetes/client-node` knows how. */
  readonly exec?: Readonly<Record<string, unknown>>;
  readonly authProvider?: Readonly<Record<string, unknown>>;
  readonly impersonate?: Impersonation;
}

/** Headers of the `as*` fields. */
export type Impersonation = Readonly<Record<string, string | readonly string[]>>;

/** Holds secrets: never to be logged. */
export interface CredentialSources {
  readonly tls: TlsSources;
  readonly user: UserSources;
}
