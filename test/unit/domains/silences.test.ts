import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { NotReached } from "../../../src/integrations/alertmanager/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { silenceObject } from "./scripted-alertmanagers.ts";

let world: KubernetesWorld;
beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
  world.now = Date.parse("2026-03-01T09:00:00Z");
});
afterEach(() => world[Symbol.asyncDispose]());

const matchers = [
  { name: "alertname", value: "Down" },
  { name: "namespace", value: "shop" },
];

interface Payload {
  readonly silence: object | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string | null; readonly message: string }[];
}

const document = `mutation ($input: SilenceCreateInput!) { silenceCreate(input: $input) {
  silence { name namespace cluster createdBy state matchers { name value isRegex isEqual } } userErrors { code field message }
} }`;
const input = { cluster: "alpha", matchers, endsAt: "2026-03-01T10:00:00Z", comment: "known" };

async function create(more: object = {}): Promise<Payload> {
  const { data, errors } = await world.run(document, { input: { ...input, ...more } });
  if (!data?.silenceCreate) throw new Error(JSON.stringify(errors));
  return data.silenceCreate as Payload;
}

describe("a silence", () => {
  test("is made for the alerts of one cluster, by who asks, under a right in the namespace that it names", async () => {
    expect(await create()).toMatchObject({
      silence: { name: "silence-1", namespace: "shop", cluster: "alpha", state: "ACTIVE" },
      userErrors: [],
    });
    const plain = { isRegex: false, isEqual: true };
    expect(world.alertmanagers.made).toEqual([
      {
        matchers: [
          { name: "cluster", value: "alpha", ...plain },
          { name: "alertname", value: "Down", ...plain },
          { name: "namespace", value: "shop", ...plain },
        ],
        startsAt: "2026-03-01T09:00:00.000Z",
        endsAt: "2026-03-01T10:00:00Z",
        createdBy: world.principal.username,
        comment: "known",
      },
    ]);
    const right = { verb: "create", group: "alerts.fairway.dev", resource: "silences", namespace: "shop" };
    expect(world.cluster("alpha").asked).toEqual([right]);
  });

  test.each([
    ["no namespace", [{ name: "alertname", value: "Down" }]],
    ["a pattern of namespaces", [{ name: "namespace", value: "shop.*", isRegex: true }]],
    ["all namespaces but one", [{ name: "namespace", value: "shop", isEqual: false }]],
  ])("that names %s takes the right in all of them", async (_what, given) => {
    await create({ matchers: given });
    expect(world.cluster("alpha").asked).toEqual([
      { verb: "create", group: "alerts.fairway.dev", resource: "silences" },
    ]);
  });

  test("is not made without the right, nor in a dry run", async () => {
    expect(await create({ dryRun: true })).toMatchObject({ silence: { name: "" }, userErrors: [] });
    world.cluster("alpha").mayDelete = false;
    expect(await create()).toMatchObject({ silence: null, userErrors: [{ code: "FORBIDDEN" }] });
    expect(world.alertmanagers.made).toEqual([]);
  });

  test("names no cluster where the Alertmanager speaks for one alone", async () => {
    world.alertmanagers.clusters = ["alpha"];
    await create();
    expect(world.alertmanagers.made[0]?.matchers.map(({ name }) => name)).toEqual(["alertname", "namespace"]);
  });

  test("that Alertmanager does not take is refused in its words", async () => {
    world.alertmanagers.refuses = "invalid regexp";
    expect(await create()).toMatchObject({
      userErrors: [{ code: "INVALID", field: "input.matchers", message: "invalid regexp" }],
    });
  });

  test("that is made is told of, though Alertmanager is away when it is asked what became of it", async () => {
    world.alertmanagers.look = () => Promise.reject(new FairwayError("INTEGRATION_UNAVAILABLE", "away"));
    expect(await create()).toMatchObject({ silence: { name: "silence-1", namespace: "shop" }, userErrors: [] });
  });

  test.each([
    ["was not reached", new NotReached("ECONNREFUSED"), ["silence-1"], undefined],
    ["may have been told", new Error("cut"), [], "INTEGRATION_UNAVAILABLE"],
  ])(
    "is made at the next Alertmanager where the first %s, and not where it may be made already",
    async (_what, cause, made, code) => {
      const [other] = world.alertmanagers.of("alpha");
      if (!other) throw new Error("there is one");
      const silence = async () => {
        throw new FairwayError("INTEGRATION_UNAVAILABLE", "away", { cause });
      };
      world.alertmanagers.of = () => [{ ...other, alertmanager: { ...other.alertmanager, silence } }, other];
      const { errors } = await world.run(document, { input });
      expect(errors?.[0]?.extensions?.code).toBe(code);
      expect([...world.alertmanagers.silences.keys()]).toEqual(made);
    },
  );

  const with1 = (matcher: object) => ({ matchers: [...matchers, matcher] });
  test.each([
    ["no matchers", { matchers: [] }, "matchers"],
    ["too many matchers", { matchers: Array.from({ length: 51 }, () => matchers[0]) }, "matchers"],
    ["the cluster alone", { matchers: [{ name: "cluster", value: "alpha" }] }, "matchers"],
    ["another cluster", with1({ name: "cluster", value: "bravo" }), "matchers[2]"],
    ["any cluster", with1({ name: "cluster", value: ".*", isRegex: true }), "matchers[2]"],
    ["what every alert has not", { matchers: [{ name: "no_such", value: "" }] }, "matchers"],
    ["everything", { matchers: [{ name: "alertname", value: ".*", isRegex: true }] }, "matchers"],
    ["a label that is none", with1({ name: "a-b", value: "x" }), "matchers[2].name"],
    ["an endless value", with1({ name: "a", value: "x".repeat(1_001) }), "matchers[2].value"],
    ["a time that is over", { endsAt: "2026-03-01T08:59:00Z" }, "endsAt"],
    ["an end before the beginning", { startsAt: "2026-03-02T00:00:00Z" }, "endsAt"],
    ["no reason", { comment: " " }, "comment"],
  ])("is not made of %s", async (_what, input, field) => {
    expect(await create(input)).toMatchObject({
      silence: null,
      userErrors: [{ code: "INVALID", field: `input.${field}` }],
    });
    expect(world.alertmanagers.made).toEqual([]);
  });

  test("is not made where no Alertmanager speaks for the cluster", async () => {
    world.alertmanagers.clusters = [];
    expect(await create()).toMatchObject({ userErrors: [{ code: "INVALID", field: "input.cluster" }] });
  });
});

describe("ending a silence", () => {
  const plain = { isRegex: false, isEqual: true };
  const put = (id: string, given: Parameters<typeof silenceObject>[1]) => {
    world.alertmanagers.silences.set(id, silenceObject(id, given));
  };
  const expire = async (name: string, more: object = {}, namespace = "shop") => {
    const { data } = await world.run(
      "mutation ($input: SilenceExpireInput!) { silenceExpire(input: $input) { silence { name } userErrors { code field } } }",
      { input: { by: { ref: { cluster: "alpha", namespace, name } }, ...more } },
    );
    return data?.silenceExpire as Payload;
  };
  const ofShop = [
    { name: "cluster", value: "alpha", ...plain },
    { name: "namespace", value: "shop", ...plain },
  ];

  test("takes the right where it concerns alerts", async () => {
    put("one", ofShop);
    expect(await expire("one", { dryRun: true })).toEqual({ silence: { name: "one" }, userErrors: [] });
    expect(world.alertmanagers.expired).toEqual([]);
    expect(await expire("one")).toEqual({ silence: { name: "one" }, userErrors: [] });
    expect(world.alertmanagers.expired).toEqual(["one"]);
    expect(world.cluster("alpha").asked).toContainEqual({
      verb: "delete",
      group: "alerts.fairway.dev",
      resource: "silences",
      namespace: "shop",
    });
    expect(world.cluster("bravo").asked).toEqual([]);
  });

  test("is told of, though Alertmanager is away when it is asked what became of it", async () => {
    put("one", ofShop);
    world.alertmanagers.look = async () => {
      if (world.alertmanagers.expired.length > 0) throw new FairwayError("INTEGRATION_UNAVAILABLE", "away");
    };
    expect(await expire("one")).toEqual({ silence: { name: "one" }, userErrors: [] });
  });

  test("is done by the next Alertmanager where the first is away, which is told of where no other has it", async () => {
    put("one", ofShop);
    const [other] = world.alertmanagers.of("alpha");
    if (!other) throw new Error("there is one");
    const away = async () => {
      throw new FairwayError("INTEGRATION_UNAVAILABLE", "away");
    };
    const first = { ...other, alertmanager: { silence: away, silenceOf: away, expire: away } };
    world.alertmanagers.of = () => [first, other];
    expect(await expire("one")).toEqual({ silence: { name: "one" }, userErrors: [] });
    const { errors } = await world.run(
      "mutation ($input: SilenceExpireInput!) { silenceExpire(input: $input) { userErrors { code } } }",
      { input: { by: { ref: { cluster: "alpha", namespace: "shop", name: "none" } } } },
    );
    expect(errors).toMatchObject([{ extensions: { code: "INTEGRATION_UNAVAILABLE" } }]);
  });

  test("takes the right in every cluster, where it concerns all of them", async () => {
    put("all", [{ name: "namespace", value: "shop", ...plain }]);
    world.cluster("bravo").mayDelete = false;
    expect(await expire("all")).toMatchObject({ silence: null, userErrors: [{ code: "FORBIDDEN" }] });
    expect(world.alertmanagers.expired).toEqual([]);
  });

  test("is not done where one of the clusters that it concerns takes no writes", async () => {
    put("all", [{ name: "namespace", value: "shop", ...plain }]);
    world.readOnly.add("bravo");
    const { errors } = await world.run(
      "mutation ($input: SilenceExpireInput!) { silenceExpire(input: $input) { userErrors { code } } }",
      { input: { by: { ref: { cluster: "alpha", namespace: "shop", name: "all" } } } },
    );
    expect(errors).toMatchObject([{ extensions: { code: "READ_ONLY", cluster: "bravo" } }]);
    expect(world.alertmanagers.expired).toEqual([]);
  });

  test("is not looked for under a name that leads elsewhere", async () => {
    put("..", ofShop);
    expect(await expire("..")).toMatchObject({ userErrors: [{ code: "NOT_FOUND", field: "input.by" }] });
  });

  test.each([
    ["another cluster", [{ name: "cluster", value: "bravo", ...plain }]],
    ["another namespace", [{ name: "namespace", value: "other", ...plain }]],
    ["no namespace", [{ name: "cluster", value: "alpha", ...plain }]],
  ])("that is of %s than it is looked for in is not found", async (_what, given) => {
    put("elsewhere", given);
    expect(await expire("elsewhere")).toMatchObject({ userErrors: [{ code: "NOT_FOUND" }] });
    expect(world.alertmanagers.expired).toEqual([]);
  });

  test("that has ended is an error", async () => {
    put("over", ofShop);
    const over = silenceObject("over", ofShop);
    world.alertmanagers.silences.set("over", { ...over, status: { state: "expired" } });
    expect(await expire("over")).toMatchObject({ silence: null, userErrors: [{ code: "INVALID", field: "input.by" }] });
  });

  test("that is not there is an error", async () => {
    expect(await expire("none")).toMatchObject({
      silence: null,
      userErrors: [{ code: "NOT_FOUND", field: "input.by" }],
    });
  });
});
