/** What runs in each cluster of a sandbox: one deployment with a service each. */
export interface Workload {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly tag: string;
  readonly replicas: number;
  readonly team: string;
  readonly port?: number;
  readonly config?: Readonly<Record<string, string>>;
  readonly secret?: Readonly<Record<string, string>>;
  /** Where it has the claim of its own name. */
  readonly dataAt?: string;
  /** How long ago it was made. */
  readonly ageMinutes: number;
}

const day = 24 * 60;
const registry = "registry.example.com";

export const namespaceNames = ["shop", "payments", "search", "platform", "observability"];

export const workloads: readonly Workload[] = [
  {
    namespace: "shop",
    name: "storefront",
    image: `${registry}/shop/storefront`,
    tag: "4.18.2",
    replicas: 3,
    team: "web",
    port: 8080,
    ageMinutes: 21 * day,
    config: { theme: "harvest", currency: "EUR" },
  },
  {
    namespace: "shop",
    name: "cart",
    image: `${registry}/shop/cart`,
    tag: "2.7.0",
    replicas: 2,
    team: "checkout",
    port: 8080,
    ageMinutes: 20 * day,
    secret: { "redis-password": "not-a-real-password" },
  },
  {
    namespace: "shop",
    name: "checkout",
    image: `${registry}/shop/checkout`,
    tag: "3.2.1",
    replicas: 3,
    team: "checkout",
    port: 8080,
    ageMinutes: 14 * day,
    config: { "payment.timeout": "5s", retries: "2" },
  },
  {
    namespace: "shop",
    name: "catalog",
    image: `${registry}/shop/catalog`,
    tag: "5.0.4",
    replicas: 2,
    team: "web",
    port: 8080,
    ageMinutes: 9 * day,
  },
  {
    namespace: "shop",
    name: "recommendations",
    image: `${registry}/shop/recommendations`,
    tag: "0.31.0",
    replicas: 2,
    team: "data",
    port: 9000,
    ageMinutes: 2 * day,
  },
  {
    namespace: "payments",
    name: "payment-gateway",
    image: `${registry}/payments/gateway`,
    tag: "1.44.3",
    replicas: 3,
    team: "payments",
    port: 8443,
    ageMinutes: 30 * day,
    secret: { "psp-api-key": "not-a-real-key", "signing.pem": "not a real key" },
  },
  {
    namespace: "payments",
    name: "ledger",
    image: `${registry}/payments/ledger`,
    tag: "2.9.1",
    replicas: 2,
    team: "payments",
    port: 8080,
    ageMinutes: 30 * day,
    config: { book: "main" },
    dataAt: "/var/lib/ledger",
  },
  {
    namespace: "payments",
    name: "fraud-scoring",
    image: `${registry}/payments/fraud-scoring`,
    tag: "0.12.5",
    replicas: 2,
    team: "data",
    port: 9000,
    ageMinutes: 3 * day,
  },
  {
    namespace: "search",
    name: "query-api",
    image: `${registry}/search/query-api`,
    tag: "7.3.0",
    replicas: 3,
    team: "search",
    port: 8080,
    ageMinutes: 12 * day,
  },
  {
    namespace: "search",
    name: "indexer",
    image: `${registry}/search/indexer`,
    tag: "7.3.0",
    replicas: 2,
    team: "search",
    ageMinutes: 12 * day,
    config: { "batch.size": "500" },
    dataAt: "/var/lib/index",
  },
  {
    namespace: "platform",
    name: "api-gateway",
    image: `${registry}/platform/api-gateway`,
    tag: "3.1.0",
    replicas: 3,
    team: "platform",
    port: 8443,
    ageMinutes: 33 * day,
    config: { "routes.yaml": "routes:\n  - path: /shop\n    service: storefront\n" },
  },
  {
    namespace: "platform",
    name: "identity",
    image: `${registry}/platform/identity`,
    tag: "6.5.2",
    replicas: 2,
    team: "platform",
    port: 8080,
    ageMinutes: 33 * day,
    secret: { "oidc-client-secret": "not-a-real-secret" },
  },
  {
    namespace: "platform",
    name: "feature-flags",
    image: `${registry}/platform/feature-flags`,
    tag: "1.8.0",
    replicas: 1,
    team: "platform",
    port: 8080,
    ageMinutes: 90,
  },
  {
    namespace: "observability",
    name: "metrics-collector",
    image: `${registry}/observability/collector`,
    tag: "0.138.0",
    replicas: 2,
    team: "platform",
    port: 4317,
    ageMinutes: 25 * day,
  },
  {
    namespace: "observability",
    name: "dashboards",
    image: `${registry}/observability/dashboards`,
    tag: "12.2.1",
    replicas: 1,
    team: "platform",
    port: 3000,
    ageMinutes: 12,
  },
];
