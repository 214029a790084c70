import { setImmediate as macrotask } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type CandidateSource,
  FixedCandidates,
  type ReviewAttributes,
  ReviewedCaller,
  type ReviewPort,
  seesAll,
  seesBoth,
  seesNamespaces,
  seesNothing,
  seesOnly,
} from "../../../src/authorization/index.ts";
import { defaults } from "../../../src/config/index.ts";
import { FairwayError } from "../../../src/errors/index.ts";
import { loopbackPrincipal } from "../../../src/identity/index.ts";
import { quiet } from "../../support/facts.ts";
import { ManualClock } from "./manual-clock.ts";

const pods = { cluster: "alpha", resource: "pods" };
const deployments = { cluster: "alpha", resource: "apps/deployments" };
/** Nothing, as far as the gateway's own person can find out. */
const nothingKnown = seesOnly([], false);
const patient = new AbortController().signal;
const times = { ...defaults.authorization, keepMs: 10_000 };

interface Asked extends ReviewAttributes {
  readonly cluster: string;
}

let clock: ManualClock;
let asked: Asked[];
let answer: (asked: Asked, signal: AbortSignal) => boolean | Promise<boolean>;
let caller: ReviewedCaller;
let changes: number;

const unreachable = () => Promise.reject(new Error("canary: ECONNREFUSED"));

beforeEach(() => {
  clock = new ManualClock();
  asked = [];
  answer = () => true;
  changes = 0;
  const review: ReviewPort = async (cluster, _subject, attributes, signal) => {
    asked.push({ cluster, ...attributes });
    return answer({ cluster, ...attributes }, signal);
  };
  caller = new ReviewedCaller({
    principal: loopbackPrincipal,
    subject: undefined,
    review,
    candidates: new FixedCandidates((cluster) => (cluster === "limited" ? ["team-a", "team-b"] : [])),
    countsIn: (cluster) => cluster !== "foreign",
    servedAs: (_cluster, resource) => resource,
    clock,
    times,
  });
});
afterEach(() => caller[Symbol.dispose]());

/** Counts touches of `changed` without listening to it, which would keep decisions in use. */
function countChanges(): void {
  const { changed } = caller;
  const touch = changed.touch.bind(changed);
  changed.touch = (at?: number) => {
    changes += 1;
    touch(at);
  };
}
beforeEach(countChanges);

describe("a question", () => {
  test("that was never put has no answer, and asks nobody by itself", () => {
    expect(caller.visibility(pods, "list")).toBe("unknown");
    expect(asked).toEqual([]);
  });

  test("is put to its cluster once, with group and resource apart", async () => {
    await caller.resolve(deployments, "list", patient);
    await caller.resolve(deployments, "list", patient);
    expect(asked).toEqual([{ cluster: "alpha", verb: "list", group: "apps", resource: "deployments" }]);
    expect(caller.visibility(deployments, "list")).toBe(seesAll);
  });

  test("of the core group has an empty group", async () => {
    await caller.resolve(pods, "watch", patient);
    expect(asked).toEqual([{ cluster: "alpha", verb: "watch", group: "", resource: "pods" }]);
  });

  test("that is put many times at once is asked once", async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    answer = () => promise;
    const waiting = Array.from({ length: 20 }, () => caller.resolve(pods, "list", patient));
    resolve(true);
    await Promise.all(waiting);
    expect(asked).toHaveLength(1);
  });

  test("is another one for another verb, resource, cluster or namespace", async () => {
    await caller.resolve(pods, "list", patient);
    for (const [scope, verb] of [
      [pods, "get"],
      [deployments, "list"],
      [{ ...pods, cluster: "beta" }, "list"],
      [{ ...pods, namespace: "n" }, "list"],
    ] as const) {
      expect(caller.visibility(scope, verb)).toBe("unknown");
    }
  });

  test("answered with no shows nothing", async () => {
    answer = () => false;
    await caller.resolve(pods, "list", patient);
    expect(caller.visibility(pods, "list")).toBe(nothingKnown);
    expect(asked).toHaveLength(1);
  });

  test("answered with no for all of a cluster is asked for each candidate", async () => {
    answer = ({ namespace }) => namespace === "team-a";
    const limited = { cluster: "limited", resource: "pods" };
    await caller.resolve(limited, "list", patient);
    expect(asked.map(({ namespace }) => namespace)).toEqual([undefined, "team-a", "team-b"]);
    expect(caller.visibility(limited, "list")).toBe(seesOnly([{ namespace: "team-a" }], false));
  });

  test("about one object is one review, and all or nothing", async () => {
    answer = ({ name }) => name === "mine";
    for (const name of ["mine", "another's"]) {
      await caller.resolve({ ...pods, namespace: "n", name }, "get", patient);
    }
    expect(asked).toMatchObject([
      { namespace: "n", name: "mine" },
      { namespace: "n", name: "another's" },
    ]);
    expect(caller.visibility({ ...pods, namespace: "n", name: "mine" }, "get")).toBe(seesAll);
    expect(caller.visibility({ ...pods, namespace: "n", name: "another's" }, "get")).toBe(seesNothing);
  });

  test("about a namespace is put as the API server takes it: as one about something in it", async () => {
    await caller.resolve({ cluster: "alpha", resource: "namespaces", namespace: "", name: "team-a" }, "get", patient);
    expect(asked).toMatchObject([{ resource: "namespaces", namespace: "team-a", name: "team-a" }]);
  });

  test("to a cluster where the caller is nobody needs no answer", async () => {
    const foreign = { cluster: "foreign", resource: "pods" };
    expect(caller.visibility(foreign, "list")).toBe(seesNothing);
    await caller.resolve(foreign, "list", patient);
    expect(asked).toEqual([]);
  });

  test("whose first answer arrives in time changes nothing for others", async () => {
    await caller.resolve(pods, "list", patient);
    await caller.resolve(deployments, "list", patient);
    expect(changes).toBe(0);
  });
});

describe("an answer that is in use", () => {
  test("is asked for again in the background, and holds meanwhile", async () => {
    await caller.resolve(pods, "list", patient);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    answer = () => promise;
    await clock.advance(9_999);
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    expect(asked).toHaveLength(2);
    expect(caller.visibility(pods, "list")).toBe(seesAll);
    resolve(false);
    await clock.advance(0);
    expect(caller.visibility(pods, "list")).toBe(nothingKnown);
    expect(changes).toBe(1);
  });

  test("that stays the same touches nothing, however often it is asked for", async () => {
    await caller.resolve(pods, "list", patient);
    await clock.advance(60_000);
    expect([asked.length, changes]).toEqual([7, 0]);
  });

  test("that comes back is a change, too", async () => {
    answer = () => false;
    await caller.resolve(pods, "list", patient);
    answer = () => true;
    await clock.advance(10_000);
    expect(caller.visibility(pods, "list")).toBe(seesAll);
    expect(changes).toBe(1);
  });
});

describe("what a cluster serves as something else", () => {
  const policies = { cluster: "alpha", resource: "example.com/policies" };

  test("is asked about as that, and anew once it is served as itself", async () => {
    let served = "stored.example.com/policies";
    answer = ({ group }) => group === "stored.example.com";
    using stored = new ReviewedCaller({
      principal: loopbackPrincipal,
      subject: undefined,
      review: async (cluster, _subject, attributes, signal) => {
        asked.push({ cluster, ...attributes });
        return answer({ cluster, ...attributes }, signal);
      },
      candidates: new FixedCandidates(() => []),
      countsIn: () => true,
      servedAs: (_cluster, resource) => (resource === policies.resource ? served : resource),
      clock,
      times,
    });
    await stored.resolve(policies, "list", patient);
    expect(stored.visibility(policies, "list")).toBe(seesAll);
    expect(asked).toEqual([{ cluster: "alpha", verb: "list", group: "stored.example.com", resource: "policies" }]);
    served = policies.resource;
    expect(stored.visibility(policies, "list")).toBe("unknown");
    await stored.resolve(policies, "list", patient);
    expect(stored.visibility(policies, "list")).not.toBe(seesAll);
    expect(asked.at(-1)).toMatchObject({ group: "example.com" });
  });
});

describe("a change of rights", () => {
  const recheckable = () => {
    let recheck = () => {};
    const candidates: CandidateSource = {
      candidates: async () => ({ all: [], complete: false }),
      watches: () => false,
      follow: (_principal, _cluster, run) => {
        recheck = run;
        return { [Symbol.dispose]: () => {} };
      },
    };
    caller = new ReviewedCaller({
      principal: loopbackPrincipal,
      subject: undefined,
      review: async (cluster, _subject, attributes, signal) => {
        asked.push({ cluster, ...attributes });
        return answer({ cluster, ...attributes }, signal);
      },
      candidates,
      countsIn: () => true,
      servedAs: (_cluster, resource) => resource,
      clock,
      times,
    });
    return { recheck: () => recheck() };
  };

  test("is asked about at once, and once more when reviews cannot lag behind it any more", async () => {
    const { recheck } = recheckable();
    await caller.resolve(pods, "list", patient);
    // The first review after the change still answers the old way.
    recheck();
    await clock.advance(0);
    expect(caller.visibility(pods, "list")).toBe(seesAll);
    answer = () => false;
    await clock.advance(1_000);
    expect(caller.visibility(pods, "list")).toBe(nothingKnown);
    expect(asked).toHaveLength(3);
  });

  test("does not trust an answer that was under way already", async () => {
    const { recheck } = recheckable();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    answer = () => promise;
    const waiting = caller.resolve(pods, "list", patient);
    recheck();
    answer = () => false;
    resolve(true);
    await waiting;
    await clock.advance(0);
    expect(caller.visibility(pods, "list")).toBe(nothingKnown);
    await clock.advance(1_000);
    expect(asked).toHaveLength(3);
  });
});

describe("an answer from before the changes of rights were watched", () => {
  test("is asked for again as soon as any that nobody tells of changes, though they are watched by now", async () => {
    let watched = false;
    caller[Symbol.dispose]();
    const review: ReviewPort = async () => {
      asked.push({ cluster: "alpha", verb: "list", group: "", resource: "pods" });
      const before = asked.length === 1;
      watched = true;
      return before;
    };
    const candidates: CandidateSource = {
      candidates: async () => ({ all: [], complete: true }),
      watches: () => watched,
      follow: () => ({ [Symbol.dispose]: () => {} }),
    };
    const times = defaults.authorization;
    const principal = loopbackPrincipal;
    caller = new ReviewedCaller({
      principal,
      subject: undefined,
      review,
      candidates,
      countsIn: () => true,
      servedAs: (_cluster, resource) => resource,
      clock,
      times,
    });
    await caller.resolve(pods, "list", patient);
    expect(caller.visibility(pods, "list")).toBe(seesAll);
    await clock.advance(times.keepMs);
    expect(caller.visibility(pods, "list")).toBe(seesNothing);
    await clock.advance(times.watchedKeepMs - 1);
    expect(asked).toHaveLength(2);
  });
});

describe("an answer about a single object", () => {
  test("is asked for again while it is looked at, and forgotten soon after, whoever listens", async () => {
    const one = { ...pods, namespace: "n", name: "x" };
    const listening = caller.changed.onChange(() => {});
    await caller.resolve(one, "get", patient);
    await clock.advance(9_000);
    expect(caller.visibility(one, "get")).toBe(seesAll);
    await clock.advance(2_000);
    expect(asked).toHaveLength(2);
    await clock.advance(30_000);
    expect(caller.visibility(one, "get")).toBe("unknown");
    expect(clock.timers).toBe(0);
    listening[Symbol.dispose]();
  });
});

describe("an answer that nobody uses", () => {
  test("is asked for no longer, and forgotten", async () => {
    await caller.resolve(pods, "list", patient);
    await clock.advance(310_000);
    const before = asked.length;
    await clock.advance(600_000);
    expect(asked).toHaveLength(before);
    expect(clock.timers).toBe(0);
    expect(caller.visibility(pods, "list")).toBe("unknown");
  });

  test("but for somebody who listens to changes, is kept up all the same", async () => {
    await caller.resolve(pods, "list", patient);
    const heard: number[] = [];
    const listening = caller.changed.onChange(() => heard.push(clock.now()));
    await clock.advance(3_600_000);
    answer = () => false;
    await clock.advance(10_000);
    await clock.advance(0);
    expect(heard).toHaveLength(1);
    expect(caller.visibility(pods, "list")).toBe(nothingKnown);
    listening[Symbol.dispose]();
    listening[Symbol.dispose]();
    await clock.advance(620_000);
    expect(clock.timers).toBe(0);
  });
});

describe("a cluster that does not say", () => {
  test("is a coded error, and grants nothing", async () => {
    answer = unreachable;
    await expect(caller.resolve(pods, "list", patient)).rejects.toMatchObject({
      code: "CLUSTER_UNAVAILABLE",
      cluster: "alpha",
      message: expect.not.stringContaining("canary"),
    });
    expect(caller.visibility(pods, "list")).toBe("unknown");
  });

  test("keeps the code that the port gives", async () => {
    const error = new FairwayError("CLUSTER_TIMEOUT", "slow", { cluster: "alpha" });
    answer = () => Promise.reject(error);
    await expect(caller.resolve(pods, "list", patient)).rejects.toBe(error);
  });

  test("about one of many candidates is not asked about the rest of them", async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `team-${index}`);
    caller[Symbol.dispose]();
    caller = new ReviewedCaller({
      principal: loopbackPrincipal,
      subject: undefined,
      review: async (cluster, _subject, attributes, signal) => {
        signal.throwIfAborted();
        asked.push({ cluster, ...attributes });
        if (attributes.namespace === "team-40") throw new FairwayError("TOO_MANY_REQUESTS", "busy");
        await macrotask();
        return attributes.namespace !== undefined;
      },
      candidates: new FixedCandidates(() => many),
      countsIn: () => true,
      servedAs: (_cluster, resource) => resource,
      clock,
      times: defaults.authorization,
    });
    await expect(caller.resolve(pods, "list", patient)).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    await quiet();
    expect(caller.visibility(pods, "list")).toBe("unknown");
    expect(asked.length).toBeLessThan(100);
  });

  test("does not take away a grant before the grace is over, and then does, touching `changed`", async () => {
    await caller.resolve(pods, "list", patient);
    answer = unreachable;
    const listening = caller.changed.onChange(() => {});
    await clock.advance(309_000);
    expect(caller.visibility(pods, "list")).toBe(seesAll);
    expect(changes).toBe(0);
    await clock.advance(2_000);
    expect(caller.visibility(pods, "list")).toBe("unknown");
    expect(changes).toBe(1);
    await expect(caller.resolve(pods, "list", patient)).rejects.toMatchObject({ code: "CLUSTER_UNAVAILABLE" });
    answer = () => true;
    await clock.advance(10_000);
    expect(caller.visibility(pods, "list")).toBe(seesAll);
    expect(changes).toBe(2);
    listening[Symbol.dispose]();
  });

  test("has its grace counted by a clock that nobody puts back", async () => {
    await caller.resolve(pods, "list", patient);
    answer = unreachable;
    const listening = caller.changed.onChange(() => {});
    clock.set(-3_600_000);
    await clock.advance(311_000);
    expect(caller.visibility(pods, "list")).toBe("unknown");
    listening[Symbol.dispose]();
  });

  test("has its grace counted from the last real answer", async () => {
    await caller.resolve(pods, "list", patient);
    const listening = caller.changed.onChange(() => {});
    await clock.advance(100_000);
    answer = unreachable;
    await clock.advance(299_000);
    expect(caller.visibility(pods, "list")).toBe(seesAll);
    listening[Symbol.dispose]();
  });

  test("but rejects the gateway's credential, has spoken: the grant ends at once", async () => {
    await caller.resolve(pods, "list", patient);
    answer = () => Promise.reject(new FairwayError("CLUSTER_UNAUTHENTICATED", "no", { cluster: "alpha" }));
    await clock.advance(10_000);
    expect(caller.visibility(pods, "list")).toBe("unknown");
    expect(changes).toBe(1);
  });

  test("and says later, tells those who went away without an answer", async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    answer = () => promise;
    const impatient = new AbortController();
    const waiting = caller.resolve(pods, "list", impatient.signal);
    impatient.abort();
    await expect(waiting).rejects.toMatchObject({ code: "CLUSTER_TIMEOUT", cluster: "alpha" });
    resolve(true);
    await clock.advance(0);
    expect(caller.visibility(pods, "list")).toBe(seesAll);
    expect(changes).toBe(1);
  });

  test("and hangs, is given up and asked anew", async () => {
    answer = () => new Promise(() => {});
    const waiting = expect(caller.resolve(pods, "list", patient)).rejects.toMatchObject({ code: "CLUSTER_TIMEOUT" });
    await clock.advance(10_000);
    await waiting;
    answer = () => true;
    await caller.resolve(pods, "list", patient);
    expect(caller.visibility(pods, "list")).toBe(seesAll);
  });

  test("delays nobody who asks about another", async () => {
    answer = ({ cluster }) => (cluster === "alpha" ? new Promise(() => {}) : true);
    const stuck = caller.resolve(pods, "list", AbortSignal.abort());
    await caller.resolve({ ...pods, cluster: "beta" }, "list", patient);
    expect(caller.visibility({ ...pods, cluster: "beta" }, "list")).toBe(seesAll);
    await expect(stuck).rejects.toMatchObject({ code: "CLUSTER_TIMEOUT" });
  });
});

describe("the end", () => {
  test("of a cluster takes its answers along, and only its", async () => {
    const other = { ...pods, cluster: "alphabet" };
    await caller.resolve(pods, "list", patient);
    await caller.resolve(other, "list", patient);
    caller.forget("alpha");
    expect([caller.visibility(pods, "list"), caller.visibility(other, "list")]).toEqual(["unknown", seesAll]);
  });

  test("of the caller leaves no timer and aborts what is under way", async () => {
    let signal: AbortSignal | undefined;
    answer = (_asked, given) => {
      signal = given;
      return new Promise(() => {});
    };
    const waiting = expect(caller.resolve(pods, "list", patient)).rejects.toMatchObject({ code: "CLUSTER_TIMEOUT" });
    await clock.advance(0);
    caller[Symbol.dispose]();
    await waiting;
    expect([signal?.aborted, clock.timers]).toEqual([true, 0]);
    await expect(caller.resolve(pods, "list", patient)).rejects.toMatchObject({ cluster: "alpha" });
    expect(clock.timers).toBe(0);
  });
});

describe("visibilities", () => {
  test("are interned: equal means the same", () => {
    expect(seesNamespaces(["b", "a", "a"])).toBe(seesNamespaces(new Set(["a", "b"])));
    expect(seesNamespaces(["a"])).not.toBe(seesNamespaces(["b"]));
    expect(seesNamespaces([])).toBe(seesNothing);
  });

  test("admit what they name", () => {
    expect(seesAll.admits("any", "thing")).toBe(true);
    expect(seesNothing.admits("any", "thing")).toBe(false);
    const some = seesNamespaces(["a", "b"]);
    expect([some.admits("a", "x"), some.admits("c", "x"), some.admits("", "x")]).toEqual([true, false, false]);
  });

  test("have fingerprints that are equal in every process and tell nothing", () => {
    expect(seesAll.fingerprint).toBe("all");
    expect(seesNamespaces(["secret-project", "b"]).fingerprint).toBe(
      seesNamespaces(["b", "secret-project"]).fingerprint,
    );
    expect(seesNamespaces(["secret-project"]).fingerprint).toMatch(/^[\w-]{22}$/);
    expect(seesNamespaces(["secret-project"]).fingerprint).not.toBe(seesNamespaces(["b"]).fingerprint);
  });

  test("of single objects admit those, in their namespace or in any", () => {
    const some = seesOnly([
      { namespace: "a" },
      { namespace: "b", name: "x" },
      { namespace: "*", name: "everywhere" },
      // Adds nothing to a namespace that is seen whole.
      { namespace: "a", name: "y" },
    ]);
    expect([some.admits("a", "any"), some.admits("b", "x"), some.admits("b", "y")]).toEqual([true, true, false]);
    expect([some.admits("c", "everywhere"), some.admits("", "everywhere"), some.admits("c", "x")]).toEqual([
      true,
      true,
      false,
    ]);
    expect([...some.names.keys()]).toEqual(["*", "b"]);
    expect(some.nothing).toBe(false);
  });

  test("that may have more to them are others than those that are complete", () => {
    expect(seesOnly([{ namespace: "a" }], false)).not.toBe(seesNamespaces(["a"]));
    expect(seesOnly([], false)).toMatchObject({ nothing: true, complete: false });
  });

  const parts = [
    seesAll,
    seesNothing,
    seesNamespaces(["a", "b"]),
    seesNamespaces(["b", "c"]),
    seesOnly([{ namespace: "a", name: "x" }, { namespace: "b" }]),
    seesOnly([{ namespace: "*", name: "x" }]),
    seesOnly([
      { namespace: "*", name: "x" },
      { namespace: "c", name: "y" },
    ]),
  ];
  test("in common are exactly what both admit", () => {
    for (const one of parts) {
      for (const other of parts) {
        const both = seesBoth(one, other);
        for (const namespace of ["", "a", "b", "c", "d"]) {
          for (const name of ["x", "y", "z"]) {
            const admitted = one.admits(namespace, name) && other.admits(namespace, name);
            expect([both.admits(namespace, name), one, other]).toEqual([admitted, one, other]);
          }
        }
        expect(both).toBe(seesBoth(other, one));
      }
    }
  });
});
