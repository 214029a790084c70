import { stringify } from "yaml";
import type { RegisterOptions } from "./config/index.ts";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

const read = ["get", "list", "watch"];

/** Roles can only grant, so that "all but Secrets" has to be spelt out. */
const core = [
  "configmaps",
  "endpoints",
  "events",
  "limitranges",
  "namespaces",
  "nodes",
  "persistentvolumeclaims",
  "persistentvolumes",
  "pods",
  "podtemplates",
  "replicationcontrollers",
  "resourcequotas",
  "serviceaccounts",
  "services",
];

/** Kubernetes' own groups; none of them has Secrets in it. */
const groups = [
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "metrics.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
];

/**
 * What an operator applies to register a cluster: for the cluster a service account with as little as the gateway needs,
 * and for the home cluster the ClusterConnection. YAML, with what to do as comments. Needs `RegisterOptions` that were checked.
 */
export function registrationManifests(options: RegisterOptions): string {
  const { name, namespace, homeNamespace, server } = options;
  const connection = {
    apiVersion: "fairway.dev/v1alpha1",
    kind: "ClusterConnection",
    metadata: { name, namespace: homeNamespace },
    spec: { secretRef: { name: `${name}-credential` }, server: server ?? "https://API-SERVER:6443" },
  };
  return [
    `# 1. For the cluster "${name}": a service account, and what it may do. Save this part, look it through, and apply it there.`,
    ...memberObjects(options).map((object) => stringify(object, { lineWidth: 0 }).trimEnd()),
    `# 2. For the home cluster: the registration. Apply the part below there, and before it the credential:
#
#      kubectl --context ${name} create token fairway --namespace ${namespace} --duration 8760h > token
#      kubectl --context ${name} config view --minify --raw --output 'jsonpath={.clusters[0].cluster.certificate-authority-data}' | base64 -d > ca.crt
#      kubectl create secret generic ${name}-credential --namespace ${homeNamespace} --from-file=token --from-file=ca.crt
#      rm token ca.crt
#
#    A server may shorten the token's life. Replace the Secret before it ends; \`Cluster.credentialExpiresAt\` says when.
${stringify(connection, { lineWidth: 0 }).trimEnd()}`,
  ].join("\n---\n");
}

function memberObjects(options: RegisterOptions): object[] {
  const { namespace, namespaces } = options;
  const account = { kind: "ServiceAccount", name: "fairway", namespace };
  const everywhere = namespaces.length === 0;
  const bound = (rules: readonly Rule[], scope?: string) => {
    const kind = scope === undefined ? "ClusterRole" : "Role";
    const metadata = { name: "fairway", ...(scope !== undefined && { namespace: scope }) };
    const apiVersion = "rbac.authorization.k8s.io/v1";
    const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind, name: "fairway" };
    return [
      { apiVersion, kind, metadata, rules },
      { apiVersion, kind: `${kind}Binding`, metadata, roleRef, subjects: [account] },
    ];
  };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "fairway", namespace } },
    ...bound([...(everywhere ? readRules(options) : []), ...gatewayRules(options)]),
    ...namespaces.flatMap((each) => bound(readRules(options), each)),
  ];
}

/** What is shown. */
function readRules({ kinds, secrets }: RegisterOptions): Rule[] {
  const wanted = Map.groupBy(kinds, (kind) => kind.split("/").slice(0, -1).join("/"));
  const rules: Rule[] =
    kinds.length === 0
      ? [
          { apiGroups: [""], resources: core, verbs: read },
          { apiGroups: groups, resources: ["*"], verbs: read },
        ]
      : [...wanted].map(([group, all]) => {
          return { apiGroups: [group], resources: all.map((kind) => kind.split("/").at(-1) ?? ""), verbs: read };
        });
  if (secrets) rules.push({ apiGroups: [""], resources: ["secrets"], verbs: read });
  return rules;
}

/** What the gateway needs to serve anything at all: who callers are, what they may see, and which cluster this is. */
function gatewayRules({ impersonate }: RegisterOptions): Rule[] {
  const rules: Rule[] = [
    { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
    { apiGroups: ["authentication.k8s.io"], resources: ["tokenreviews"], verbs: ["create"] },
    {
      apiGroups: ["rbac.authorization.k8s.io"],
      resources: ["roles", "rolebindings", "clusterroles", "clusterrolebindings"],
      verbs: read,
    },
    { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: read },
    { apiGroups: ["apiregistration.k8s.io"], resources: ["apiservices"], verbs: read },
    { apiGroups: [""], resources: ["namespaces"], resourceNames: ["kube-system"], verbs: ["get"] },
  ];
  if (impersonate) {
    rules.push(
      { apiGroups: [""], resources: ["users", "groups"], verbs: ["impersonate"] },
      // uids and userextras/KEY: RBAC has no pattern for whatever keys there are.
      { apiGroups: ["authentication.k8s.io"], resources: ["*"], verbs: ["impersonate"] },
    );
  }
  return rules;
}
