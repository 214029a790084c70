/** Plain words for the person who started the process. Logs go to standard output; these go to standard error. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

let isGuarded = false;

/**
 * A line for programs, on standard output beside the log. Rejects where nobody reads it any more, which by itself would
 * end the process.
 */
export function emit(line: string): Promise<void> {
  if (!isGuarded) process.stdout.on("error", () => {});
  isGuarded = true;
  return new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

/** What was asked for on the command line (`--help`, `--version`). */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
