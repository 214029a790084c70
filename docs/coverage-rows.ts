import type { CoverageRow } from "../test/support/covers.ts";

/** What a row of the coverage asks for; and what of it is not shown on the real part yet, with the reason. */
export interface Row {
  readonly what: string;
  readonly missing?: readonly string[];
}

const later = "later: the family has not been built yet";

/** In the order of the families. What is shown stands with the tests that show it (`covers`). */
export const rows: Readonly<Record<CoverageRow, Row>> = {
  "CL-1": {
    what: "Clusters: version, health, capacity, reachability, what they serve",
    missing: ["later: features"],
  },
  "CL-2": {
    what: "Nodes, and what is done to them: cordon, drain, label, taint",
    missing: ["later: drain"],
  },
  "CL-3": {
    what: "Namespaces with quotas, limits and counts; create, delete",
    missing: ["later: isolation"],
  },
  "CL-4": { what: "Registration of clusters at run time" },
  "CL-5": { what: "The life of clusters by Cluster API", missing: [later] },
  "CL-6": { what: "Upgrades of clusters, planned and run", missing: [later] },
  "NW-1": { what: "Services, ingresses, gateways and what stands behind them" },
  "NW-2": { what: "Network policies, Calico's kinds" },
  "NW-3": { what: "Who reaches whom, and isolated groups", missing: [later] },
  "NW-4": { what: "Systems outside as named services" },
  "VO-1": { what: "Every volume plugin as a typed source" },
  "VO-2": {
    what: "Claims: who uses them; create, expand, delete, snapshot",
    missing: ["later: how full they are; snapshot and restore"],
  },
  "VO-3": { what: "Volume plugins as modules", missing: [later] },
  "DE-1": {
    what: "Workloads: their kinds, rollout status, revisions, owners, images, requests, usage",
  },
  "DE-2": {
    what: "Workloads changed: create, image, scale, restart, pause, undo, delete, autoscale, run",
  },
  "DE-3": {
    what: "Pods: logs, exec, evict, debug container",
    missing: ["exec as a session, with input while the command runs: the preview runs one command to its end"],
  },
  "DE-4": {
    what: "Applications composed of base and artifact images, upgraded apart",
    missing: [
      "what a container runtime makes of it: none runs here, so the files are computed from the images, and not listed in a container",
    ],
  },
  "CO-1": { what: "Configs and every consumer of them" },
  "CO-2": { what: "Configs updated with history, rolled to whom it concerns, continuously where wished" },
  "CO-3": { what: "One config over many clusters: compared, applied" },
  "SE-1": { what: "Secrets without values; one value revealed; certificates' expiry" },
  "SE-2": { what: "Service accounts, tokens, registry credentials, requests for certificates" },
  "PI-1": {
    what: "Tekton pipelines, runs and task runs",
    missing: ["logs of steps through the run, and rerun with the same inputs: later"],
  },
  "PI-2": { what: "The delivery chain as a pipeline", missing: [later] },
  "PI-3": { what: "GitLab", missing: [later] },
  "PI-4": { what: "SonarQube and registries", missing: [later] },
  "PI-5": { what: "Environments", missing: [later] },
  "AL-1": {
    what: "Alerts, silences, rules",
    missing: ["pending alerts apart from their rules: Alertmanager does not know them"],
  },
  "AL-2": {
    what: "Metrics",
    missing: [
      "network and disks, and what schedulers and controllers say of themselves: kwok's kubelet and the control planes of tests tell none of it",
    ],
  },
  "AL-3": { what: "Problems: conditions and warnings" },
  "RE-1": { what: "Any kind a cluster serves: columns, describe, where, order, writes, search" },
  "VI-1": { what: "Who is asking, what he may, his limits; the gateway itself" },
};
