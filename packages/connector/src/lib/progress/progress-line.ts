const WIDTH = 24;

function timeLeft(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`;
}

/** A line such as `scoring [######------------------] 25 %, 30 s left`. `share`: the share done, 0 to 1. */
export function progressLine(title: string, share: number, elapsedSeconds: number): string {
  const bar = "#".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, "-");
  const left = share >= 1 ? "done" : share > 0 ? timeLeft((elapsedSeconds / share) * (1 - share)) : "…";
  return `${title} [${bar}] ${Math.floor(share * 100)} %, ${left}`;
}
