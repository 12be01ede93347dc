/** A bar on the terminal with the time left; on anything else a line a tenth of the way. Output goes to stderr. */
export interface Progress {
  /** `note`: what is being done, a few words. */
  readonly step: (note: string) => void;
}

const WIDTH = 24;

function minutes(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`;
}

/** Progress over `total` steps of about equal length, by the clock `now` in milliseconds. */
export function progressOver(title: string, total: number, now: () => number = Date.now): Progress {
  const start = now();
  let done = 0;
  return {
    step(note) {
      done += 1;
      const share = Math.min(1, done / total);
      const left = ((now() - start) / 1_000) * ((1 - share) / share);
      const bar = "#".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, "-");
      const line = `${title} [${bar}] ${Math.round(share * 100)} %, ${done >= total ? "done" : minutes(left)}: ${note}`;
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}${done >= total ? "\n" : ""}`);
      else if (Math.floor(share * 10) > Math.floor(((done - 1) / total) * 10)) process.stderr.write(`${line}\n`);
    },
  };
}
