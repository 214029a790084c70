import { readFile } from "node:fs/promises";
import type { Cluster } from "../control-plane/cluster.ts";

const kinds = ["clusterconnections", "operations"];

/** The kinds of the gateway's own objects, as `deploy/` has them, so that a cluster can be its home. */
export async function installHomeKinds(cluster: Cluster): Promise<void> {
  for (const kind of kinds) {
    const file = new URL(`../../deploy/crds/fairway.dev_${kind}.yaml`, import.meta.url);
    await cluster.kubectl(["apply", "-f", "-"], await readFile(file, "utf8"));
    await cluster.kubectl(["wait", "--for=condition=Established", `crd/${kind}.fairway.dev`]);
  }
}
