import { logLevels } from "../telemetry/index.ts";
import { alertmanagerField } from "./alertmanager-settings.ts";
import { callersField } from "./caller-settings.ts";
import { clusterField, namespaceName } from "./cluster-settings.ts";
import type { Config } from "./config.ts";
import { flag, integer, list, longest, oneOf, secret, text } from "./field.ts";
import { jwtIssuer } from "./jwt-settings.ts";
import { limitSettings } from "./limit-settings.ts";
import { prometheusField } from "./prometheus-settings.ts";
import { registryField } from "./registry-settings.ts";
import { type SettingsOf, setting } from "./setting.ts";

const hostPattern = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/;

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value;
}

const kindPattern = text({
  takes: "`group/plural`, with `*` for any text",
  pattern: /^[a-z0-9.*-]+(\/[a-z0-9.*-]+)?$/,
});

/** The same shape as Config. */
export const settings: SettingsOf<Config> = {
  host: setting(text({ takes: "a host name or an IP address", pattern: /^[A-Za-z0-9.:_-]+$/ }), {
    description: "The address to listen on.",
    reason:
      "Without authentication loopback addresses (127.0.0.1, ::1, localhost) alone are accepted: whoever reaches the port acts " +
      "as the user of the kubeconfig. With it any other needs `tls` or `trustedProxy`, else tokens would go over the network " +
      "in clear.",
    variable: "FAIRWAY_HOST",
    flag: "host",
  }),
  port: setting(integer(0, 65_535), {
    description: "The port to listen on, for every transport; 0 takes any that is free.",
    reason: "One port for HTTP, WebSocket, health and metrics is one thing to open, and one name to check.",
    variable: "FAIRWAY_PORT",
    flag: "port",
  }),
  tls: {
    certFile: setting(text(), {
      description:
        "The certificate that is shown, in PEM, with those between it and its authority. With it the gateway serves HTTPS, " +
        "and nothing else. A path in a file is relative to that file.",
      reason: "Bearer tokens must not be read on their way. A file that changes is taken up within seconds.",
      byDefault: "none: HTTP",
    }),
    keyFile: setting(text(), {
      description: "The certificate's private key, in PEM.",
      reason: "Each needs the other. As long as the two are no pair after a change, the old ones are served.",
      byDefault: "none",
    }),
  },
  trustedProxy: setting(flag(), {
    description:
      "Declares that a proxy in front of the gateway ends TLS, and that nobody else can reach the gateway's port. Nothing that " +
      "the proxy says of callers is believed.",
    reason:
      "Ingresses and service meshes end TLS themselves. Without such a proxy, tokens of callers who are not on this machine " +
      "would go over the network in clear, which is refused.",
  }),
  kubeconfig: setting(text(), {
    description:
      "The kubeconfig that names the clusters; several, with `:` between them, as in `KUBECONFIG`. A path in a file is " +
      "relative to that file.",
    reason: "What works with kubectl works here: every kind of credential included, renewed as kubectl renews it.",
    byDefault: "`~/.kube/config`, else the pod's service account, else the sandbox",
    variable: "KUBECONFIG",
    flag: "kubeconfig",
  }),
  contexts: setting(list(text()), {
    description: "The contexts to serve, each as one cluster of the context's name.",
    reason: "A person's kubeconfig often names clusters that nobody wants to see mixed into every list.",
    byDefault: "all of them",
  }),
  clusters: setting(list(clusterField, { unique: ({ name }) => name }), {
    description: "What is set for single clusters. A cluster that is not named here has the defaults.",
    reason: "Clusters differ in whom they trust.",
    byDefault: "none",
  }),
  homeCluster: setting(text(), {
    description:
      "The context of the cluster in which the gateway's own objects live: the ClusterConnections that register further " +
      "clusters, and the Operations, which are long work in steps.",
    reason: "The gateway keeps nothing on disk. What has to last is kept where everything else is kept.",
    byDefault: "none; `gateway.features` tells what is missing without it",
  }),
  homeNamespace: setting(namespaceName, {
    description:
      "The namespace there. ClusterConnections, the Secrets that they name, and Operations are looked for in it alone.",
    reason: "Whoever may write there decides which clusters are shown, so it should be nobody else's.",
  }),
  authentication: {
    jwt: setting(list(jwtIssuer, { unique: ({ issuer }) => issuer.url }), {
      description:
        "The issuers whose tokens callers may show (OpenID Connect). The items are those of `jwt` in Kubernetes' " +
        "AuthenticationConfiguration (`apiserver.config.k8s.io`), so the same text works in both.",
      reason: "Who has configured an API server has nothing new to learn, and both see the same person.",
      byDefault: "none",
    }),
    tokenReview: {
      clusters: setting(list(text(), { unique: (name) => name }), {
        description:
          "The contexts of clusters that are asked about all other tokens (TokenReview), one after the other until one " +
          "knows it, with the gateway's own credential. Whom a cluster knows counts in that cluster alone. Each of them is " +
          "shown tokens of the others, so they have to trust each other.",
        reason:
          "Service accounts and other users of a cluster have no other issuer. Without this and without `jwt` nobody is told " +
          "apart: whoever reaches the port acts as the kubeconfig's user.",
        byDefault: "none",
      }),
    },
  },
  authorization: {
    keepMs: setting(integer(100, 60_000), {
      description: "How old what a cluster has said about a caller's rights may be, where it may change unseen.",
      reason:
        "Bounds how long a revoked right lasts where another authorizer than RBAC decides. Each caller's questions are " +
        "put again so often.",
      unit: "ms",
    }),
    watchedKeepMs: setting(integer(100, 3_600_000), {
      description: "The same where RBAC alone decides: its objects are watched, and a change is asked about at once.",
      reason: "It is a safety net then, and whoever has rights in a thousand namespaces costs a thousand questions.",
      unit: "ms",
    }),
    graceMs: setting(integer(0, 86_400_000), {
      description: "How long what a cluster has said holds, after that, while the cluster cannot be asked.",
      reason: "The restart of an API server must not empty every screen; nor may an outage keep a right for ever.",
      unit: "ms",
    }),
    idleMs: setting(integer(1_000, longest), {
      description: "A question about a caller's rights that nobody put for so long is not put again by the gateway.",
      reason: "People go home.",
      unit: "ms",
    }),
    askMs: setting(integer(100, 120_000), {
      description: "How long finding out what a caller may see of one kind in one cluster may take.",
      reason: "Somebody with rights in single namespaces is asked about in each of them.",
      unit: "ms",
    }),
    lagMs: setting(integer(0, 60_000), {
      description: "When rights have changed the cluster is asked at once, and again after this.",
      reason: "An API server's answers may follow its RBAC objects a little later than its watches do.",
      unit: "ms",
    }),
  },
  allowWrites: setting(flag(), {
    description: "Whether mutations are permitted.",
    reason:
      "The kubeconfig's user can often do anything. Looking is the common case, and should be harmless. The sandbox always " +
      "takes writes: nothing real can be changed there.",
    flag: "allow-writes",
  }),
  allowExec: setting(flag(), {
    description: "Whether commands may be run in containers (`podExec`), a preview; it needs `allowWrites` as well.",
    reason:
      "A command in a container can do whatever its service account and its volumes can. That is more than a portal needs, and " +
      "nobody should have it by accident.",
  }),
  rollOnConfigChange: setting(flag(), {
    description:
      'Whether workloads with the annotation `fairway.dev/roll-on-config-change: "true"` get new pods when a config of theirs ' +
      "changes that they cannot see change. One replica does so, as the gateway itself, on all clusters; it needs `homeCluster`, for the lease by which one leads.",
    reason: "It writes without being asked by anybody, with rights that the gateway does not need otherwise.",
  }),
  readOnlyCallers: setting(list(callersField), {
    description: "Callers whose mutations are refused, wherever `allowWrites` permits them.",
    reason: "What shows things on a wall should not be able to change them, whatever its credential could.",
    byDefault: "none",
  }),
  audit: {
    sink: setting(oneOf(["stdout", "file", "none"]), {
      description:
        "Where audit records go: a line of JSON for each mutation, secret read, exec and denied request. On `stdout` they " +
        'stand among the lines of the log, with `"name":"fairway-audit"`.',
      reason: "Who changed what should be known from the first day on, and where logs are collected it then is.",
    }),
    file: setting(text(), {
      description: "The file of the sink `file`. It is only appended to. A path in a file is relative to that file.",
      reason: "Audit records are often kept longer, and shown to fewer people, than logs.",
      byDefault: "none",
    }),
    required: setting(flag(), {
      description: "Nothing is sent to a cluster before a record of it has been written; see docs/audit.md.",
      reason:
        "A full disk should not keep people from working, unless the law says so. Without it a record that cannot be " +
        "written is in the log, as an error.",
    }),
  },
  allowedHosts: setting(list(text({ takes: "name or name:port", pattern: hostPattern })), {
    description:
      "Further names that the `Host` header may have: `name` for any port, or `name:port`. Loopback names are always " +
      "accepted.",
    reason:
      "A web page whose own name was pointed at this machine (DNS rebinding) still sends that name. Set this where a " +
      "proxy or a port forward passes its own name on.",
    byDefault: "none",
  }),
  allowedOrigins: setting(
    list(
      text({
        takes: "an origin such as https://portal.example.com",
        pattern: /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+$/,
        ok: isOrigin,
      }),
    ),
    {
      description: "Web pages of these origins may use the gateway, besides its own: `https://portal.example.com`.",
      reason: "A browser sends requests of any page that its user visits. Programs send no origin, and need no entry.",
      byDefault: "none",
    },
  ),
  introspection: setting(flag(), {
    description: "Whether the schema may be asked for (`__schema`, `__type`), on every transport.",
    reason:
      "It is published with the source, so hiding it protects nothing, and explorers and code generators need it. Where " +
      "policy wants it off, field names are not suggested in errors either.",
  }),
  limits: limitSettings,
  clusterDeadlineMs: setting(integer(1, longest), {
    description:
      "How long one cluster is waited for within one operation. After that it is a coded entry in `clusterErrors`.",
    reason: "A cluster that is slow must not hold up the answer about all others, and people wait for seconds only.",
    unit: "ms",
  }),
  storeIdleMs: setting(integer(0, longest), {
    description: "How long the objects of a kind stay in memory, and watched, when nobody asks for them any more.",
    reason: "Listing them again costs the API server more than a watch that is idle; memory is what it costs here.",
    unit: "ms",
  }),
  keptAnswersBytes: setting(integer(0), {
    description:
      "The memory for answers that are given again as long as nothing has changed that they are made of. With 0 each " +
      "request is executed.",
    reason: "A dashboard that polls should cost what a file costs. What was not asked for lately goes first.",
    unit: "bytes",
  }),
  executor: setting(oneOf(["compiled", "graphql-js"]), {
    description:
      "What runs operations: functions that are made of each operation once (`compiled`), or the reference implementation " +
      "(`graphql-js`). Answers are the same.",
    reason: "The second takes several times the processor time. It is the way out should the first be wrong somewhere.",
  }),
  pollIntervalMs: setting(integer(100, longest), {
    description:
      "Time between two lists of a kind that cannot be watched, as some extensions of the API cannot. Drawn from 90 to 110 %.",
    reason:
      "Each list costs the extension all of its objects; figures of usage, the most frequent of these, are made every 15 to 60 s.",
    unit: "ms",
  }),
  resourceKinds: {
    allow: setting(list(kindPattern), {
      description:
        "The kinds that fields for any kind may show and write: `resources`, `resource`, `resourceEvents`, `node`, owners, children, `search`. As " +
        "`group/plural`, the core group without a slash; `*` stands for anything, as in `*.example.com/*`.",
      reason: "Whoever runs a portal may want it to show some kinds, whatever its users may see in the clusters.",
      byDefault: "all of them",
    }),
    deny: setting(list(kindPattern), {
      description: "Kinds of these that they may not show nevertheless.",
      reason: "One kind is easier to leave out than all others to name. What has fields of its own keeps those.",
      byDefault: "none",
    }),
  },
  teamLabel: setting(
    text({
      takes: "the key of a label or annotation",
      pattern: /^([a-z0-9.-]+\/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    }),
    {
      description:
        "The label by which objects name the team that they belong to; where it is absent, the annotation of that key.",
      reason: "Kubernetes has no label for it, and most organisations have one of their own.",
    },
  ),
  registries: setting(list(registryField, { unique: ({ host }) => host }), {
    description:
      "The registries of images that the gateway reads from: whether images are there, and which files they have in them. Who may see that: `get` on " +
      "`images.fairway.dev` in the namespace of the workload, asked of its cluster.",
    reason: "What is composed of two images can be looked at before it runs.",
    byDefault: "none; nothing is said of what images hold",
  }),
  alertmanagers: setting(list(alertmanagerField, { unique: ({ name }) => name }), {
    description:
      "Where alerts and silences come from. Who may see those that name a namespace: who may list its pods; those that name none: who may list the cluster's nodes.",
    reason: "Alertmanager knows no persons; what an alert is about is known to the cluster.",
    byDefault: "none; there are no alerts",
  }),
  prometheuses: setting(list(prometheusField, { unique: ({ name }) => name }), {
    description:
      "Where metrics over time come from. Who may see those of pods, namespaces and nodes: who may get them from `metrics.k8s.io` in the cluster, as `kubectl top` does. " +
      "Who may run queries of his own: `create` on `prometheusqueries.fairway.dev`, with the name set here, in each cluster that it speaks for.",
    reason: "A chart needs more than the figures of now, which are all that a cluster itself knows.",
    byDefault: "none; the figures of now, of clusters that serve `metrics.k8s.io`",
  }),
  drainMs: setting(integer(0, longest), {
    description: "How long requests under way may take to finish once the process was told to stop (SIGTERM, SIGINT).",
    reason: "It has to be less than the time after which the platform kills it; Kubernetes waits for 30 s.",
    unit: "ms",
  }),
  cursorSecret: setting(secret(16), {
    description: "Seals cursors and revisions. Replicas need the same. Nothing shows it again.",
    reason:
      "Without it the key is made of the clusters' names and addresses, which replicas share too: good against " +
      "accidents, not against somebody who makes cursors up.",
    byDefault: "made of the clusters' names and addresses",
  }),
  logLevel: setting(oneOf(logLevels), {
    description: "The least important lines that are logged, as JSON on standard output.",
    reason:
      "With `info` there are a few lines for each start and each cluster's trouble; `debug` adds why requests were refused.",
    variable: "FAIRWAY_LOG_LEVEL",
  }),
};
