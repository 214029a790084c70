import { registerEnumType } from "../../graphql/index.ts";

/** What is measured. In which unit, and by which query, stands in `metric-table.ts`. */
export const MetricName = {
  CPU: "CPU",
  MEMORY: "MEMORY",
  NETWORK_RECEIVED: "NETWORK_RECEIVED",
  NETWORK_SENT: "NETWORK_SENT",
  DISK_READ: "DISK_READ",
  DISK_WRITTEN: "DISK_WRITTEN",
  FILESYSTEM_USED: "FILESYSTEM_USED",
  FILESYSTEM_SIZE: "FILESYSTEM_SIZE",
  REQUESTS: "REQUESTS",
  ERROR_RATIO: "ERROR_RATIO",
  LATENCY_P50: "LATENCY_P50",
  LATENCY_P99: "LATENCY_P99",
  REQUESTS_IN_FLIGHT: "REQUESTS_IN_FLIGHT",
  STORAGE_LATENCY_P99: "STORAGE_LATENCY_P99",
  PENDING_PODS: "PENDING_PODS",
  QUEUE_DEPTH: "QUEUE_DEPTH",
} as const;
export type MetricName = (typeof MetricName)[keyof typeof MetricName];

registerEnumType(MetricName, {
  name: "MetricName",
  description: "What is measured. docs/metrics.md has the query behind each.",
  valuesConfig: {
    CPU: { description: "CPU that is used, in cores." },
    MEMORY: { description: "Memory that is used and cannot be taken away under pressure (the working set), in bytes." },
    NETWORK_RECEIVED: { description: "What comes in by the network, in bytes per second." },
    NETWORK_SENT: { description: "What goes out by the network, in bytes per second." },
    DISK_READ: { description: "What is read from disks, in bytes per second." },
    DISK_WRITTEN: { description: "What is written to disks, in bytes per second." },
    FILESYSTEM_USED: { description: "What is taken of the file systems, in bytes. Of nodes." },
    FILESYSTEM_SIZE: { description: "How large the file systems are, in bytes. Of nodes." },
    REQUESTS: { description: "Requests that are answered, per second." },
    ERROR_RATIO: { description: "Which part of the requests is answered with a status of 500 or more: 0 to 1." },
    LATENCY_P50: { description: "Half of the requests are answered within this time, in seconds." },
    LATENCY_P99: { description: "99 of 100 requests are answered within this time, in seconds." },
    REQUESTS_IN_FLIGHT: { description: "Requests that are being answered. Of the control plane." },
    STORAGE_LATENCY_P99: {
      description:
        "99 of 100 requests of the API server to etcd are answered within this time, in seconds. Of the control plane.",
    },
    PENDING_PODS: { description: "Pods that wait for a node. Of the control plane." },
    QUEUE_DEPTH: { description: "Objects that wait for their controllers. Of the control plane." },
  },
});

export const MetricUnit = {
  CORES: "CORES",
  BYTES: "BYTES",
  BYTES_PER_SECOND: "BYTES_PER_SECOND",
  PER_SECOND: "PER_SECOND",
  SECONDS: "SECONDS",
  RATIO: "RATIO",
  COUNT: "COUNT",
} as const;
export type MetricUnit = (typeof MetricUnit)[keyof typeof MetricUnit];

registerEnumType(MetricUnit, {
  name: "MetricUnit",
  description: "What the values of a series are.",
  valuesConfig: {
    CORES: { description: "CPU cores." },
    BYTES: { description: "Bytes." },
    BYTES_PER_SECOND: { description: "Bytes per second." },
    PER_SECOND: { description: "So many per second." },
    SECONDS: { description: "Seconds." },
    RATIO: { description: "A part of the whole: 0 to 1." },
    COUNT: { description: "A number of things." },
  },
});

export const MetricSource = { PROMETHEUS: "PROMETHEUS", METRICS_API: "METRICS_API" } as const;
export type MetricSource = (typeof MetricSource)[keyof typeof MetricSource];

registerEnumType(MetricSource, {
  name: "MetricSource",
  description: "Where figures are from.",
  valuesConfig: {
    PROMETHEUS: { description: "The Prometheus that speaks for the cluster: the whole range." },
    METRICS_API: {
      description: "The cluster's own `metrics.k8s.io`: CPU and memory as they were measured last, one point.",
    },
  },
});
