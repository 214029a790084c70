/** What is wrong in a sandbox, whatever its controllers do: as Prometheus would have it. */
interface CannedAlert {
  readonly cluster: string;
  readonly name: string;
  readonly severity: "critical" | "warning" | "info";
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly minutesAgo: number;
}

const canned: readonly CannedAlert[] = [
  {
    cluster: "eu-prod",
    name: "HighLatency",
    severity: "warning",
    labels: { namespace: "shop", deployment: "checkout" },
    summary: "99 % of the requests to checkout take longer than 800 ms",
    minutesAgo: 17,
  },
  {
    cluster: "eu-prod",
    name: "PersistentVolumeFillingUp",
    severity: "critical",
    labels: { namespace: "payments", persistentvolumeclaim: "ledger", deployment: "ledger" },
    summary: "The volume of ledger is full in 3 hours if this goes on",
    minutesAgo: 42,
  },
  {
    cluster: "us-prod",
    name: "ErrorBudgetBurn",
    severity: "critical",
    labels: { namespace: "search", deployment: "query-api" },
    summary: "query-api uses up the errors of a month in two days",
    minutesAgo: 6,
  },
  {
    cluster: "dc-berlin",
    name: "NodeDiskSlow",
    severity: "warning",
    labels: { node: "worker-1.k8s.berlin.example.com" },
    summary: "Writes to the disk of worker-1 wait longer than 200 ms",
    minutesAgo: 130,
  },
];

export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual?: boolean;
}

export interface Silence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly updatedAt: string;
  readonly createdBy: string;
  readonly comment: string;
}

const time = (at: number) => new Date(at).toISOString();

/** Alerts and silences in the form of Alertmanager's API v2, kept in this process. */
export class CannedAlerts {
  #begun: number | undefined = undefined;
  readonly #now: () => number;
  readonly #silences = new Map<string, Silence>();
  #made = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  alerts(): readonly object[] {
    // By then the clock stands where the sandbox begins.
    this.#begun ??= this.#now();
    const begun = this.#begun;
    return canned.map(({ cluster, name, severity, labels: own, summary, minutesAgo }, index) => {
      const labels = { alertname: name, cluster, severity, ...own };
      const silencedBy = [...this.#silences.values()]
        .filter((each) => this.#isActive(each) && matches(each, labels))
        .map(({ id }) => id);
      return {
        fingerprint: (index + 1).toString(16).padStart(16, "0"),
        labels,
        annotations: { summary },
        startsAt: time(begun - minutesAgo * 60_000),
        endsAt: time(this.#now() + 240_000),
        updatedAt: time(begun),
        generatorURL: "",
        receivers: [{ name: "on-call" }],
        status: { state: silencedBy.length > 0 ? "suppressed" : "active", silencedBy, inhibitedBy: [], mutedBy: [] },
      };
    });
  }

  silences(): readonly object[] {
    return [...this.#silences.values()].map((each) => ({ ...each, status: { state: this.#stateOf(each) } }));
  }

  silence(id: string): object | undefined {
    const found = this.#silences.get(id);
    return found && { ...found, status: { state: this.#stateOf(found) } };
  }

  /** Throws an Error, in words for whoever asked. */
  put(given: Partial<Silence>): string {
    const { matchers = [], startsAt = "", endsAt = "", createdBy = "", comment = "" } = given;
    if (matchers.length === 0) throw new Error("invalid silence: at least one matcher required");
    if (!(Date.parse(endsAt) > Date.parse(startsAt)))
      throw new Error("invalid silence: start time must be before end time");
    this.#made += 1;
    const id = `00000000-0000-4000-8000-${String(this.#made).padStart(12, "0")}`;
    this.#silences.set(id, { id, matchers, startsAt, endsAt, createdBy, comment, updatedAt: time(this.#now()) });
    return id;
  }

  expire(id: string): boolean {
    const found = this.#silences.get(id);
    if (!found) return false;
    const now = time(this.#now());
    this.#silences.set(id, { ...found, endsAt: now, updatedAt: now });
    return true;
  }

  #isActive(silence: Silence): boolean {
    return this.#stateOf(silence) === "active";
  }

  #stateOf({ startsAt, endsAt }: Silence): "active" | "pending" | "expired" {
    const now = this.#now();
    if (Date.parse(endsAt) <= now) return "expired";
    return Date.parse(startsAt) > now ? "pending" : "active";
  }
}

function matches({ matchers }: Silence, labels: Readonly<Record<string, string>>): boolean {
  return matchers.every(({ name, value, isRegex, isEqual = true }) => {
    const found = labels[name] ?? "";
    return (isRegex ? new RegExp(`^(?:${value})$`).test(found) : found === value) === isEqual;
  });
}
