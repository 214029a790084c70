import type { Context } from "../controllers/context.ts";
import { restartContainer } from "../controllers/kubelet.ts";
import type { NodeLifecycle } from "../controllers/node-lifecycle.ts";
import { type Deployment, isActive, isReady, type Node, type Pod } from "../controllers/types.ts";
import { deployments, nodes, pods } from "../data/kinds.ts";
import { every } from "./scenario.ts";

const second = 1_000;

/** All is well, and nothing stands still: one node flaps, one deployment rolls, one breathes with its load. */
export function steady(context: Context, lifecycle: NodeLifecycle): void {
  flap(context, lifecycle);
  roll(context, "shop", "storefront");
  breathe(context, "search", "query-api");
  every(context, 50 * second, 120 * second, () => stumble(context, "recommendations"));
}

function flap(context: Context, lifecycle: NodeLifecycle): void {
  const { store, clock } = context;
  every(context, context.random.between(20, 45) * second, 90 * second, () => {
    const name = lastNode(store.all<Node>(nodes));
    if (name === undefined) return;
    lifecycle.lose(name);
    // Back before its pods would be moved.
    clock.after(15 * second, () => lifecycle.find(name));
  });
}

export function lastNode(all: readonly Node[]): string | undefined {
  return all
    .map(({ metadata }) => metadata.name)
    .sort()
    .at(-1);
}

/** A new version of a deployment, again and again: its patch level counts up. */
function roll(context: Context, namespace: string, name: string): void {
  // Not in all clusters at the same moment.
  every(context, context.random.between(5, 15) * second, 40 * second, () => {
    setImage(context, namespace, name, (image) => {
      const [, before = image, patch = "0"] = image.match(/^(.*\.)(\d+)$/) ?? [];
      return `${before}${Number(patch) + 1}`;
    });
  });
}

function breathe(context: Context, namespace: string, name: string): void {
  const { registry } = context;
  every(context, 6 * second, 12 * second, () => {
    registry.update<Deployment>(deployments, namespace, name, (each) => {
      const replicas = each.spec.replicas >= 5 ? 3 : each.spec.replicas + 1;
      return { ...each, spec: { ...each.spec, replicas } };
    });
  });
}

function stumble(context: Context, app: string): void {
  const pod = context.store
    .all<Pod>(pods)
    .find((each) => each.metadata.labels?.["app.kubernetes.io/name"] === app && isActive(each) && isReady(each));
  if (pod) restartContainer(context, pod);
}

export function setImage(
  { registry }: Context,
  namespace: string,
  name: string,
  change: (image: string) => string,
): void {
  registry.update<Deployment>(deployments, namespace, name, (each) => {
    const { template } = each.spec;
    const containers = template.spec.containers.map((container, index) =>
      index === 0 ? { ...container, image: change(container.image) } : container,
    );
    return { ...each, spec: { ...each.spec, template: { ...template, spec: { ...template.spec, containers } } } };
  });
}
