import { mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { FileWatch } from "../../../src/registration/file-watch.ts";
import { until } from "../../support/facts.ts";

const folder = mkdtempSync(join(tmpdir(), "fairway-watch-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("changes of files are told of once each: written anew, replaced, gone, back, and behind a link", async () => {
  const [plain, link] = [join(folder, "plain"), join(folder, "link")];
  writeFileSync(plain, "1");
  writeFileSync(join(folder, "a"), "a");
  writeFileSync(join(folder, "b"), "bb");
  symlinkSync(join(folder, "a"), link);
  let told = 0;
  let looks = 0;
  const files = () => {
    looks += 1;
    return [plain, link];
  };
  using watch = new FileWatch({ files, intervalMs: 5, onChange: () => (told += 1) });
  watch.start();
  const settled = async () => {
    const seen = looks;
    await until(() => looks > seen + 3, "some looks");
  };
  await settled();
  expect(told).toBe(0);
  const replace = (target: string, by: () => void) => {
    by();
    renameSync(`${target}.new`, target);
  };
  const changes = [
    () => writeFileSync(plain, "22"),
    () => replace(plain, () => writeFileSync(`${plain}.new`, "33")),
    () => unlinkSync(plain),
    () => writeFileSync(plain, "4"),
    () => replace(link, () => symlinkSync(join(folder, "b"), `${link}.new`)),
  ];
  for (const [index, change] of changes.entries()) {
    change();
    await settled();
    expect(told).toBe(index + 1);
  }
});
