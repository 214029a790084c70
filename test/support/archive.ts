import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";

/** What stands in one layer of an image: by path, the content of a file, a link, a further name of a file, or a folder. In the order of the archive. */
export type LayerFiles = Readonly<
  Record<string, string | { readonly link: string } | { readonly same: string } | "folder/">
>;

/** As a tar archive. Paths ending in a slash are folders. */
export async function archiveOf(files: LayerFiles): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    if (name.endsWith("/")) archive.entry({ name, type: "directory", mode: 0o755 });
    else if (typeof content === "object" && "same" in content)
      archive.entry({ name, type: "link", linkname: content.same });
    else if (typeof content === "object") archive.entry({ name, type: "symlink", linkname: content.link });
    else archive.entry({ name, mode: 0o644 }, content);
  }
  archive.finalize();
  return await buffer(archive as unknown as AsyncIterable<Buffer>);
}
