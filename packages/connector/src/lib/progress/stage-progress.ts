import { progressLine } from "./progress-line.ts";

/** Stages that are over within this say nothing. */
const QUIET_MS = 1_000;
/** A terminal's line is redrawn this often at most. */
const REDRAW_MS = 100;

/** Stages stand under one another, their bars in one column. */
const TITLE_WIDTH = 10;

/** Where progress is shown, and by which clock (milliseconds). */
export interface ProgressPlace {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly now: () => number;
}

/**
 * Shows how far a stage is, once it has taken a second: on a terminal one line that is redrawn, elsewhere a line a tenth of
 * the way.
 *
 * @returns A function of the share that is done, 0 to 1.
 */
export function stageProgress(title: string, { write, isTerminal, now }: ProgressPlace): (share: number) => void {
  const start = now();
  let [shownAt, shownTenth, isShown] = [start, 0, false];
  return (share) => {
    const time = now();
    const tenth = Math.floor(share * 10);
    if (time - start < QUIET_MS || (share >= 1 && !isShown)) return;
    const line = progressLine(title.padEnd(TITLE_WIDTH), share, (time - start) / 1_000);
    if (isTerminal && (time - shownAt >= REDRAW_MS || share >= 1)) {
      write(`\r\u001b[K${line}${share >= 1 ? "\n" : ""}`);
      [shownAt, isShown] = [time, share < 1];
    } else if (!isTerminal && tenth > shownTenth) {
      write(`${line}\n`);
      [shownTenth, isShown] = [tenth, share < 1];
    }
  };
}

/** Progress on the process's stderr. */
export const STDERR: ProgressPlace = {
  write: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  now: () => performance.now(),
};
