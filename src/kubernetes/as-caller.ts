import type { ClusterConfig } from "./kubeconfig.ts";

/**
 * The cluster for somebody who has a token of his own. Nothing of the gateway's credential goes along: an API server
 * that sees a client certificate takes it before the token, and would answer as to the gateway.
 */
export function withToken(config: ClusterConfig, token: string): ClusterConfig {
  const { name, server, proxyUrl } = config;
  return {
    name,
    server,
    ...(proxyUrl !== undefined && { proxyUrl }),
    credentials: () => ({ tls: config.credentials().tls, user: { name: `${name}/caller`, token } }),
  };
}
