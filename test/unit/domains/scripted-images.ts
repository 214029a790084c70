import type { DomainContext } from "../../../src/domains/context.ts";
import { FairwayError } from "../../../src/errors/index.ts";
import type { ImageFile } from "../../../src/integrations/registry/index.ts";

const file: ImageFile = { type: "FILE", sizeBytes: 1, mode: 0o644, target: null };
const folder: ImageFile = { ...file, type: "DIRECTORY", sizeBytes: 0 };

/** The registry `registry.test`, with the images that a test gives it. No other one is known. */
export class ScriptedImages implements Pick<DomainContext["images"], "find"> {
  /** By repository and tag, as in `shop/web:1`, the paths of its files; one that ends in a slash is a folder. */
  readonly kept = new Map<string, readonly string[]>();
  readonly asked: string[] = [];
  down = false;

  readonly find: DomainContext["images"]["find"] = async ({ registry, repository, tag }) => {
    if (registry !== "registry.test") return null;
    const name = `${repository}:${tag}`;
    this.asked.push(name);
    if (this.down) throw new FairwayError("INTEGRATION_UNAVAILABLE", "nobody is there", { cause: "hunter2" });
    const paths = this.kept.get(name);
    if (!paths) throw new FairwayError("NOT_FOUND", `no image ${name}`);
    const entries = paths.flatMap((path) => {
      const parts = path.split("/").filter(Boolean);
      const parents = parts.slice(0, -1).map((_, index) => [parts.slice(0, index + 1).join("/"), folder] as const);
      return [...parents, [parts.join("/"), path.endsWith("/") ? folder : file] as const];
    });
    const image = { digest: "sha256:1", sizeBytes: 1, layers: [], config: "sha256:2" };
    return { image, files: async () => new Map(entries) };
  };
}
