import { describe, expect, test } from "vitest";
import { composedOf } from "../../../src/domains/deployments/composition.mapping.ts";
import { composedDeployment } from "../../../src/domains/packaging/composed-deployment.mapping.ts";
import { contentOf, effectiveFiles, hasProgram } from "../../../src/domains/packaging/effective-files.mapping.ts";
import type { FileTree, ImageFile } from "../../../src/integrations/registry/index.ts";
import { composed, deployment } from "./manifests.ts";

const file: ImageFile = { type: "FILE", sizeBytes: 3, mode: 0o644, target: null };
const folder: ImageFile = { type: "DIRECTORY", sizeBytes: 0, mode: 0o755, target: null };
const link = (target: string): ImageFile => ({ type: "SYMLINK", sizeBytes: 0, mode: 0o777, target });
const tree = (entries: Readonly<Record<string, ImageFile>>): FileTree => new Map(Object.entries(entries));

const input = {
  cluster: "alpha",
  namespace: "shop",
  name: "user-app-1-on-tomcat-8",
  application: "user-app",
  replicas: 2,
  base: { name: "tomcat", image: "registry.test/tomcat:8.0", ports: [8080] },
  artifact: { image: "registry.test/user-app:1", path: "/app", mountPath: "/srv", carrier: "INIT_CONTAINER" as const },
  takeOver: false,
  dryRun: false,
};

describe("what a deployment is composed of", () => {
  test.each(["INIT_CONTAINER", "IMAGE_VOLUME"] as const)("is read from what was made, with an %s", (carrier) => {
    const made = composedDeployment({ ...input, artifact: { ...input.artifact, carrier } });
    expect(composedOf(made as never)).toEqual({
      carrier,
      container: "tomcat",
      baseImage: "registry.test/tomcat:8.0",
      artifact: "artifact",
      artifactImage: "registry.test/user-app:1",
      path: "/app",
      mountPath: "/srv",
    });
  });

  test("is all of an image, where that is mounted without a folder of it", () => {
    const artifact = { ...input.artifact, carrier: "IMAGE_VOLUME" as const, path: "/" };
    expect(composedOf(composedDeployment({ ...input, artifact }) as never)).toMatchObject({
      path: "/",
      mountPath: "/srv",
    });
  });

  const app = composed("app");
  const annotated = (text: string) => ({
    ...app,
    metadata: { ...app.metadata, annotations: { "fairway.dev/composition": text } },
  });
  const changed = (change: (spec: Record<string, never[]>) => void) => {
    const copy = structuredClone(app);
    change(copy.spec?.template?.spec as never);
    return copy;
  };
  test.each([
    ["has no annotation", deployment("app")],
    ["has another annotation", annotated("hello")],
    ["has an annotation without names", annotated('{"base":1}')],
    ["has an annotation that is nothing", annotated("null")],
    ["names a container that is not there", annotated('{"base":"nginx","artifact":"artifact"}')],
    ["names a volume that is not there", annotated('{"base":"tomcat","artifact":"other"}')],
    ["has lost its init container", changed((spec) => delete spec.initContainers)],
    ["has lost its volume", changed((spec) => delete spec.volumes)],
    [
      "copies in another way by now",
      changed((spec) =>
        Object.assign(spec.initContainers?.[0] ?? {}, { command: ["sh", "-c", "cp -R /app/. /fairway/artifact"] }),
      ),
    ],
  ])("is nothing when it %s", (_what, manifest) => {
    expect(composedOf(manifest)).toBeNull();
  });
});

describe("what a container finds", () => {
  const of = composedOf(composed("app"));
  if (!of) throw new Error("it is composed");
  const base = tree({
    bin: folder,
    "bin/java": file,
    srv: folder,
    "srv/ROOT": folder,
    "srv/ROOT/index.html": file,
    srvx: file,
  });
  const artifact = tree({
    app: folder,
    "app/user.war": { ...file, sizeBytes: 9 },
    "app/lib": folder,
    "app/lib/a.jar": file,
    apple: file,
  });

  test("is the base with the artifact's folder in its place, which hides what was there", () => {
    const { files, hidden } = effectiveFiles(of, base, artifact);
    expect(files.map(({ path, from }) => `${path} ${from}`)).toEqual([
      "/bin BASE",
      "/bin/java BASE",
      "/srv BASE",
      "/srv/lib ARTIFACT",
      "/srv/lib/a.jar ARTIFACT",
      "/srv/user.war ARTIFACT",
      "/srvx BASE",
    ]);
    expect(files.find(({ path }) => path === "/srv/user.war")).toMatchObject({ sizeBytes: 9, type: "FILE" });
    expect(hidden).toEqual(["/srv/ROOT/index.html"]);
  });

  test("has the folders that lead to the place, where the base has none", () => {
    const { files } = effectiveFiles({ ...of, mountPath: "/opt/a/b" }, tree({ opt: folder }), artifact);
    expect(files.map(({ path, from }) => `${path} ${from}`).slice(0, 4)).toEqual([
      "/opt BASE",
      "/opt/a ARTIFACT",
      "/opt/a/b ARTIFACT",
      "/opt/a/b/lib ARTIFACT",
    ]);
  });

  test("is all of the artifact, where all of it was asked for", () => {
    expect(contentOf(artifact, "/").map(([path]) => path)).toEqual([...artifact.keys()]);
  });
});

describe("a program", () => {
  test.each([
    ["where programs are", { "bin/cp": file }],
    ["as a link to another one", { "bin/cp": link("busybox"), "bin/busybox": file }],
    ["as a link from the root", { "usr/bin/cp": link("/opt/cp"), "opt/cp": file }],
    ["in a folder that is a link", { bin: link("usr/bin"), "usr/bin/cp": file }],
  ])("is found %s", (_where, entries) => {
    expect(hasProgram(tree(entries), "cp")).toBe(true);
  });

  test.each([
    ["is elsewhere", { "opt/cp": file }],
    ["is a folder", { "bin/cp": folder }],
    ["is a link to nothing", { "bin/cp": link("busybox") }],
    ["is a link to itself", { "bin/cp": link("cp") }],
    ["is in a folder that is a link to itself", { bin: link("bin") }],
  ])("is not found when it %s", (_where, entries) => {
    expect(hasProgram(tree(entries), "cp")).toBe(false);
  });
});
