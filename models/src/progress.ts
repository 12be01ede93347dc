import { progressLine } from "@sedge/connector/progress";

/** A bar on the terminal with the time left; on anything else a line a tenth of the way. Output goes to stderr. */
export interface Progress {
  /** `note`: what is being done, a few words. */
  readonly step: (note: string) => void;
}

/** Progress over `total` steps of about equal length, by the clock `now` in milliseconds. */
export function progressOver(title: string, total: number, now: () => number = Date.now): Progress {
  const start = now();
  let done = 0;
  return {
    step(note) {
      done += 1;
      const share = Math.min(1, done / total);
      const line = `${progressLine(title, share, (now() - start) / 1_000)}: ${note}`;
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}${done >= total ? "\n" : ""}`);
      else if (Math.floor(share * 10) > Math.floor(((done - 1) / total) * 10)) process.stderr.write(`${line}\n`);
    },
  };
}
