import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Cluster } from "../control-plane/cluster.ts";
import { goProblem } from "./go-programs.ts";
import { KeptBuild } from "./kept-build.ts";
import { runCommand } from "./run-command.ts";

const folder = join(import.meta.dirname, "network-crds");

const gatewayKinds = ["gatewayclasses", "gateways", "httproutes", "grpcroutes", "referencegrants"];
const calicoKinds = [
  "networkpolicies",
  "globalnetworkpolicies",
  "networksets",
  "globalnetworksets",
  "ippools",
  "bgppeers",
];

/** Kinds of Calico that live in no namespace, which its types do not say. */
const clusterScoped = new Set(["GlobalNetworkPolicy", "GlobalNetworkSet", "IPPool", "BGPPeer"]);

/**
 * Definitions of kinds: the Gateway API's own, and Calico's, which its module has as Go types alone: they are made of those by
 * controller-gen, as Calico makes its own.
 */
export const networkDefinitions = new KeptBuild({
  name: "network-crds",
  inputs: [
    ...["go.mod", "go.sum"].map((file) => readFileSync(join(folder, file))),
    JSON.stringify([gatewayKinds, calicoKinds, 2]),
  ],
  make: async (into, log, signal) => {
    const problem = goProblem(folder);
    if (problem) throw new Error(`the definitions of networks cannot be made: ${problem}`);
    log("network-crds: making them; half a minute the first time");
    const go = (...args: string[]) => runCommand("go", args, { cwd: folder, env: { GOWORK: "off" }, signal });
    // `go list` knows the folder of a module only once it is there, and no program here is built of this one.
    const downloaded = await go("mod", "download", "-json", "sigs.k8s.io/gateway-api");
    const { Dir: gateway } = JSON.parse(downloaded) as { readonly Dir: string };
    mkdirSync(join(into, "gateway"));
    for (const kind of gatewayKinds) {
      const file = `gateway.networking.k8s.io_${kind}.yaml`;
      copyFileSync(join(gateway, "config/crd/standard", file), join(into, "gateway", file));
    }
    const types = "github.com/projectcalico/api/pkg/apis/projectcalico/v3";
    const made = join(into, "made");
    await go("tool", "controller-gen", "crd:allowDangerousTypes=true", `paths=${types}`, `output:dir=${made}`);
    mkdirSync(join(into, "calico"));
    mkdirSync(join(into, "calico-stored"));
    for (const kind of calicoKinds) {
      const file = `projectcalico.org_${kind}.yaml`;
      const definition = parse(readFileSync(join(made, file), "utf8")) as Definition;
      definition.spec.scope = clusterScoped.has(definition.spec.names.kind) ? "Cluster" : "Namespaced";
      takeNumbersOrTexts(definition);
      writeFileSync(join(into, "calico", file), stringify(definition));
      writeFileSync(join(into, "calico-stored", file), stringify(asStored(definition)));
    }
  },
});

interface Definition {
  readonly metadata: { readonly name: string };
  readonly spec: {
    scope: string;
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string }[];
  };
}

/** The same kind in the group and version under which Calico keeps its objects. */
function asStored(definition: Definition): Definition {
  const { metadata, spec } = definition;
  return {
    ...definition,
    metadata: { ...metadata, name: metadata.name.replace("projectcalico.org", "crd.projectcalico.org") },
    spec: { ...spec, group: "crd.projectcalico.org", versions: spec.versions.map((each) => ({ ...each, name: "v1" })) },
  };
}

/** Calico's numbers-or-strings are structs in Go, which controller-gen takes for objects. */
function takeNumbersOrTexts(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  const numberOrText = () => ({ anyOf: [{ type: "integer" }, { type: "string" }], "x-kubernetes-int-or-string": true });
  const { properties } = node as { readonly properties?: Record<string, { type?: string; items?: object }> };
  for (const [name, property] of Object.entries(properties ?? {})) {
    const isProtocol = name === "protocol" || name === "notProtocol";
    if (properties && isProtocol && property.type === "object") properties[name] = numberOrText() as never;
    const isPorts = name === "ports" || name === "notPorts";
    if (isPorts && property.type === "array") property.items = numberOrText();
  }
  for (const each of Object.values(node)) takeNumbersOrTexts(each);
}

async function install(cluster: Cluster, part: "gateway" | "calico" | "calico-stored"): Promise<void> {
  const from = join(await networkDefinitions.ensure(), part);
  const files = readdirSync(from).map((file) => `--filename=${join(from, file)}`);
  await cluster.kubectl(["apply", "--server-side", ...files]);
  await cluster.kubectl(["wait", "--for=condition=Established", "--timeout=30s", ...files]);
}

export const installGatewayApi = (cluster: Cluster) => install(cluster, "gateway");
export const installCalico = (cluster: Cluster) => install(cluster, "calico");
/** As a cluster has them that runs Calico without Calico's API server. */
export const installStoredCalico = (cluster: Cluster) => install(cluster, "calico-stored");
