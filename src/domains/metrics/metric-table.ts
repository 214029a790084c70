import { type MetricName, MetricUnit } from "./metric-name.type.ts";

/** Of what metrics are asked for. */
export type SubjectKind = "PODS" | "NAMESPACE" | "NODE" | "CONTROL_PLANE";

/** What a query is made of. */
export interface Terms {
  /** Matchers of labels, as they stand between braces; may be empty. */
  readonly of: string;
  /** What a rate is taken over, as in `120s`. */
  readonly window: string;
  /** The labels that tell the subjects of one query apart, as in `namespace, pod`. */
  readonly by: string;
}

export interface Metric {
  readonly unit: MetricUnit;
  /**
   * Whether the values of several pods add up to that of all: then one query does for many objects. What does not is asked for each
   * object by itself.
   */
  readonly additive: boolean;
  readonly promql: (terms: Terms) => string;
}

type Table = Readonly<Partial<Record<MetricName, Metric>>>;

/** What stands for a container that keeps a pod's namespaces, and for the sum over a pod, in what kubelets say. */
const realContainers = 'container!="",container!="POD"';
const errors = 'code=~"5.."';

const rate = (metric: string, { of, window }: Terms, more = "") => `rate(${metric}{${joined(of, more)}}[${window}])`;
const sum = (what: string, { by }: Terms) => `sum by (${by}) (${what})`;
/** Each series once, though two scrape it: a kubelet says some things at two paths, and Prometheuses come in pairs. */
const once = (what: string, { by }: Terms, also: string) => `max by (${joined(by, also, ", ")}) (${what})`;
const quantile = (q: string, metric: string, terms: Terms, more = "") => {
  const { by } = terms;
  return `histogram_quantile(${q}, sum by (${joined(by, "le", ", ")}) (${rate(`${metric}_bucket`, terms, more)}))`;
};

function joined(one: string, other: string, separator = ","): string {
  return [one, other].filter((each) => each !== "").join(separator);
}

const additive = (unit: MetricUnit, promql: Metric["promql"]): Metric => ({ unit, additive: true, promql });
const single = (unit: MetricUnit, promql: Metric["promql"]): Metric => ({ unit, additive: false, promql });

const bytesOf = (metric: string, also: string, more = "") =>
  additive(MetricUnit.BYTES_PER_SECOND, (terms) => sum(once(rate(metric, terms, more), terms, also), terms));

/** By the names of cAdvisor, which is in each kubelet; and of what applications say of themselves, by the names of Prometheus' own libraries. */
function containersTable(inner: string): Table {
  return {
    CPU: additive(MetricUnit.CORES, (terms) =>
      sum(once(rate("container_cpu_usage_seconds_total", terms, realContainers), terms, `${inner}container`), terms),
    ),
    MEMORY: additive(MetricUnit.BYTES, (terms) => {
      const bytes = `container_memory_working_set_bytes{${joined(terms.of, realContainers)}}`;
      return sum(once(bytes, terms, `${inner}container`), terms);
    }),
    NETWORK_RECEIVED: bytesOf("container_network_receive_bytes_total", `${inner}interface`),
    NETWORK_SENT: bytesOf("container_network_transmit_bytes_total", `${inner}interface`),
    DISK_READ: bytesOf("container_fs_reads_bytes_total", `${inner}container, device`, realContainers),
    DISK_WRITTEN: bytesOf("container_fs_writes_bytes_total", `${inner}container, device`, realContainers),
    REQUESTS: additive(MetricUnit.PER_SECOND, (terms) => sum(rate("http_requests_total", terms), terms)),
    ERROR_RATIO: single(MetricUnit.RATIO, (terms) => errorRatio("http_requests_total", terms)),
    LATENCY_P50: single(MetricUnit.SECONDS, (terms) => quantile("0.5", "http_request_duration_seconds", terms)),
    LATENCY_P99: single(MetricUnit.SECONDS, (terms) => quantile("0.99", "http_request_duration_seconds", terms)),
  };
}

/** 0 where there are requests and no errors: a series of errors begins with the first one. */
function errorRatio(metric: string, terms: Terms): string {
  const all = sum(rate(metric, terms), terms);
  return `(${sum(rate(metric, terms, errors), terms)} or ${all} * 0) / ${all}`;
}

/** Of file systems that are on no disk. */
const realFileSystems = 'fstype!~"tmpfs|ramfs|overlay|squashfs|nsfs"';
const fileSystem = (metric: string, { of }: Terms) => `${metric}{${joined(of, realFileSystems)}}`;

/** By the names of kubelets, and of node_exporter where those have none. */
const nodes: Table = {
  CPU: single(MetricUnit.CORES, (terms) => {
    const ofKubelet = once(rate("node_cpu_usage_seconds_total", terms), terms, "");
    return `${ofKubelet} or ${sum(once(rate("node_cpu_seconds_total", terms, 'mode!="idle",mode!="iowait"'), terms, "cpu, mode"), terms)}`;
  }),
  MEMORY: single(MetricUnit.BYTES, (terms) => {
    const free = `node_memory_MemTotal_bytes{${terms.of}} - node_memory_MemAvailable_bytes{${terms.of}}`;
    return `${once(`node_memory_working_set_bytes{${terms.of}}`, terms, "")} or ${once(free, terms, "")}`;
  }),
  NETWORK_RECEIVED: bytesOf("node_network_receive_bytes_total", "device", 'device!="lo"'),
  NETWORK_SENT: bytesOf("node_network_transmit_bytes_total", "device", 'device!="lo"'),
  DISK_READ: bytesOf("node_disk_read_bytes_total", "device"),
  DISK_WRITTEN: bytesOf("node_disk_written_bytes_total", "device"),
  FILESYSTEM_USED: additive(MetricUnit.BYTES, (terms) => {
    const used = `${fileSystem("node_filesystem_size_bytes", terms)} - ${fileSystem("node_filesystem_avail_bytes", terms)}`;
    return sum(once(used, terms, "device"), terms);
  }),
  FILESYSTEM_SIZE: additive(MetricUnit.BYTES, (terms) =>
    sum(once(fileSystem("node_filesystem_size_bytes", terms), terms, "device"), terms),
  ),
};

/** What is answered when it is asked, and not when there is something new. */
const shortRequests = 'verb!~"WATCH|CONNECT"';
const components = 'job=~"(kube-)?(apiserver|controller-manager|scheduler|etcd)"';
/** Of the components that are scraped, whatever else there is. */
const perComponent = (terms: Terms): Terms => ({ ...terms, by: joined(terms.by, "job", ", ") });

const controlPlane: Table = {
  CPU: single(MetricUnit.CORES, (terms) =>
    sum(rate("process_cpu_seconds_total", terms, components), perComponent(terms)),
  ),
  MEMORY: single(MetricUnit.BYTES, (terms) =>
    sum(`process_resident_memory_bytes{${joined(terms.of, components)}}`, perComponent(terms)),
  ),
  REQUESTS: single(MetricUnit.PER_SECOND, (terms) => sum(rate("apiserver_request_total", terms), terms)),
  ERROR_RATIO: single(MetricUnit.RATIO, (terms) => errorRatio("apiserver_request_total", terms)),
  LATENCY_P50: single(MetricUnit.SECONDS, (terms) =>
    quantile("0.5", "apiserver_request_duration_seconds", terms, shortRequests),
  ),
  LATENCY_P99: single(MetricUnit.SECONDS, (terms) =>
    quantile("0.99", "apiserver_request_duration_seconds", terms, shortRequests),
  ),
  REQUESTS_IN_FLIGHT: single(MetricUnit.COUNT, (terms) =>
    sum(`apiserver_current_inflight_requests{${terms.of}}`, terms),
  ),
  STORAGE_LATENCY_P99: single(MetricUnit.SECONDS, (terms) => quantile("0.99", "etcd_request_duration_seconds", terms)),
  PENDING_PODS: single(MetricUnit.COUNT, (terms) => sum(`scheduler_pending_pods{${terms.of}}`, terms)),
  QUEUE_DEPTH: single(MetricUnit.COUNT, (terms) =>
    sum(`workqueue_depth{${joined(terms.of, 'job=~"(kube-)?controller-manager"')}}`, terms),
  ),
};

/** Every query that the gateway makes of itself. */
export const metricTable: Readonly<Record<SubjectKind, Table>> = {
  PODS: containersTable(""),
  NAMESPACE: containersTable("pod, "),
  NODE: nodes,
  CONTROL_PLANE: controlPlane,
};

export function metricOf(kind: SubjectKind, name: MetricName): Metric | undefined {
  return metricTable[kind][name];
}
