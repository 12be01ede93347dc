import { progressBar } from "../replay/progress-bar.ts";

const STEPS = 100;

/** A progress bar on stderr with a title. */
export function shareProgress(title: string): (share: number) => void {
  process.stderr.write(`${title} …\n`);
  const bar = progressBar(STEPS);
  let shown = 0;
  return (share) => {
    const step = Math.min(STEPS, Math.floor(share * STEPS));
    for (; shown < step; shown += 1) bar(shown + 1);
  };
}
