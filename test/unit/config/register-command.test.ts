import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { readCommandLine } from "../../../src/config/index.ts";
import { registrationManifests } from "../../../src/register.ts";

function printed(...args: readonly string[]): string {
  const command = readCommandLine(["register", ...args]);
  if (command.kind !== "register") return expect.unreachable(JSON.stringify(command));
  return registrationManifests(command.options);
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] }[];
  readonly spec?: object;
}

const documents = (text: string) => parseAllDocuments(text).map((document) => document.toJS() as Manifest);

describe("fairway register", () => {
  test("prints a service account, its rights, and the registration", () => {
    const all = documents(printed("member", "--server", "https://10.0.0.1:6443"));
    expect(all.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "Namespace fairway",
      "ServiceAccount fairway",
      "ClusterRole fairway",
      "ClusterRoleBinding fairway",
      "ClusterConnection member",
    ]);
    expect(all.at(-1)?.spec).toEqual({ secretRef: { name: "member-credential" }, server: "https://10.0.0.1:6443" });
  });

  test("grants neither Secrets nor impersonation unless told to", () => {
    const rulesOf = (...args: readonly string[]) =>
      documents(printed("member", ...args)).flatMap(({ rules = [] }) =>
        rules.flatMap(({ resources, verbs }) => verbs.flatMap((verb) => resources.map((each) => `${verb} ${each}`))),
      );
    const without = rulesOf();
    expect(without).toContain("list pods");
    expect(without.filter((rule) => /secrets|impersonate/.test(rule))).toEqual([]);
    // Nothing is written but the questions that are put to the cluster.
    const writes = without.filter((rule) => !/^(get|list|watch) /.test(rule));
    expect(writes).toEqual(["create subjectaccessreviews", "create tokenreviews"]);
    expect(rulesOf("--secrets")).toContain("list secrets");
    expect(rulesOf("--impersonate")).toContain("impersonate users");
  });

  test("grants what is to be read in single namespaces in these alone", () => {
    const all = documents(printed("member", "--kinds", "pods,apps/deployments", "--namespaces", "shop,lab"));
    const roles = all.filter(({ kind }) => kind === "Role");
    expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(["shop", "lab"]);
    expect(roles[0]?.rules).toEqual([
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
      { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list", "watch"] },
    ]);
    const everywhere = JSON.stringify(all.find(({ kind }) => kind === "ClusterRole"));
    expect(everywhere).not.toContain("pods");
  });

  test.each([
    [[]],
    [["a", "b"]],
    [["A"]],
    [["a\nb: c"]],
    [["a", "--server", "http://plain"]],
    [["a", "--server", "https://u:p@x"]],
    [["a", "--namespace", "x y"]],
    [["a", "--home-namespace", ""]],
    [["a", "--kinds", "pods;rm"]],
    [["a", "--kinds", "*"]],
    [["a", "--kinds", "secrets"]],
    [["a", "--namespaces", "kube-system,*"]],
    [["a", "--unknown"]],
    [["x".repeat(254)]],
  ])("refuses %j", (args) => {
    const command = readCommandLine(["register", ...args]);
    expect(command).toMatchObject({ kind: "refused", message: expect.stringMatching(/.+/) });
  });

  test("shows its help", () => {
    expect(readCommandLine(["register", "--help"])).toEqual({ kind: "help" });
  });
});
