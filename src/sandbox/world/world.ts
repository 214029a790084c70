import type { Context } from "../controllers/context.ts";
import { runDeployments } from "../controllers/deployment-controller.ts";
import { EventRecorder } from "../controllers/event-recorder.ts";
import { runGarbageCollector } from "../controllers/garbage-collector.ts";
import { runKubelets } from "../controllers/kubelet.ts";
import { NodeLifecycle } from "../controllers/node-lifecycle.ts";
import { runReplicaSets } from "../controllers/replica-set-controller.ts";
import { runScheduler } from "../controllers/scheduler.ts";
import type { Cloud } from "../data/clouds.ts";
import { kinds, namespaces } from "../data/kinds.ts";
import { type ScenarioName, scenarios } from "../scenarios/scenarios.ts";
import { Registry } from "../storage/registry.ts";
import { Store } from "../storage/store.ts";
import type { SandboxClock } from "./clock.ts";
import { Random } from "./random.ts";
import { seed } from "./seed.ts";

export interface WorldOptions {
  readonly cloud: Cloud;
  readonly seed: string;
  readonly clock: SandboxClock;
  /** Versions are counted from here. */
  readonly version?: number;
}

/** The inside of one cluster: what it holds, and who works on it. Lives by the clock alone. */
export class World {
  readonly store: Store;
  readonly registry: Registry;
  readonly #context: Context;
  readonly #nodes: NodeLifecycle;

  constructor({ cloud, seed: text, clock, version = 0 }: WorldOptions) {
    const random = new Random(`${text}/${cloud.cluster}`);
    this.store = new Store(version);
    this.registry = new Registry(this.store, namespaces, clock, random);
    const events = new EventRecorder(this.registry, clock, random);
    this.#context = { clock, random, store: this.store, registry: this.registry, events };
    runDeployments(this.#context);
    runReplicaSets(this.#context);
    runScheduler(this.#context);
    runKubelets(this.#context);
    runGarbageCollector(this.#context, kinds);
    this.#nodes = new NodeLifecycle(this.#context);
    seed(this.#context, cloud);
  }

  /** Its history ends here, and its life begins. */
  begin(scenario: ScenarioName): void {
    this.store.forgetHistory();
    scenarios[scenario](this.#context, this.#nodes);
  }
}
