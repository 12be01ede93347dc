import { progressLine } from "./progress-line.ts";

/** Stages shorter than this print nothing. */
const QUIET_MS = 1_000;
/** Shortest interval between two redraws of a terminal's line. */
const REDRAW_MS = 100;

/** Longest time without a line where there is no terminal, so that a long stage does not look stuck. */
const LINE_MS = 30_000;

/** Width of a stage's name, so that all bars start in one column. */
const TITLE_WIDTH = 10;

/** Where progress is printed, and the clock to use (milliseconds). */
export interface ProgressPlace {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly now: () => number;
}

/**
 * Prints the progress of a stage that takes more than a second: one redrawn line on a terminal, otherwise a line for
 * each tenth and every half minute.
 *
 * @returns A function that takes the share done, 0 to 1.
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
    } else if (!isTerminal && (tenth > shownTenth || time - shownAt >= LINE_MS)) {
      write(`${line}\n`);
      [shownAt, shownTenth, isShown] = [time, tenth, share < 1];
    }
  };
}

/** Progress on the process's stderr. */
export const STDERR: ProgressPlace = {
  write: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  now: () => performance.now(),
};
