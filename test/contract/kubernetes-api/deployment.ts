/** A deployment that a server accepts, with what a case wants to be otherwise. */
export function deploymentOf(name: string, spec: object = {}) {
  const labels = { app: name };
  return {
    metadata: { name, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "app", image: "registry.example.com/app:1", env: [{ name: "A", value: "1" }] }] },
      },
      ...spec,
    },
  };
}

export function deploymentsIn(namespace: string): string {
  return `/apis/apps/v1/namespaces/${namespace}/deployments`;
}
