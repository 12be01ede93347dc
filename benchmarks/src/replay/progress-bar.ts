const WIDTH = 28;

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A line such as `████░░░░ 41/300  2:10 left`. `elapsedSeconds` since the first visit began. */
export function progressLine(done: number, total: number, elapsedSeconds: number): string {
  const filled = Math.round((done / total) * WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
  const left = done === 0 ? "" : `  ${clock((elapsedSeconds / done) * (total - done))} left`;
  return `${bar} ${done}/${total}${left}`;
}

/** Shows progress on stderr: one line redrawn on a terminal, a line every tenth elsewhere. */
export function progressBar(total: number): (done: number) => void {
  const startedAt = performance.now();
  const step = Math.max(1, Math.floor(total / 10));
  return (done) => {
    const line = progressLine(done, total, (performance.now() - startedAt) / 1_000);
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}${done === total ? "\n" : ""}`);
    else if (done % step === 0 || done === total) process.stderr.write(`${line}\n`);
  };
}
