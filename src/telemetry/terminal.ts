/** Plain words for the person who started the process. Logs go to standard output; these go to standard error. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What was asked for on the command line (`--help`, `--version`). */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
