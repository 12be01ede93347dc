import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a push is killed: a progress stage and a share of it. */
export interface KillPoint {
  readonly stage: "reading" | "sending";
  /** 0 to 1. */
  readonly share: number;
}

/** A run of `sedge push`, to its end or to SIGKILL. */
export interface PushRun {
  readonly isKilled: boolean;
  /** The command's last line, JSON; empty if it was killed. */
  readonly out: string;
  readonly seconds: number;
  /** Processor time in seconds of one core, which does not depend on the machine's load. */
  readonly cpuSeconds: number;
  /** Largest observed resident memory, in MiB. */
  readonly peakMib: number;
  /** The same while the first tenth is read: the memory of the runtime itself. */
  readonly earlyMib: number;
}

const COMMAND = join(import.meta.dirname, "..", "..", "..", "packages", "cli", "src", "sedge.ts");
const LOOK_MS = 100;

/** Resident memory of a process in MiB, from /proc; 0 once it has ended. */
function residentMib(pid: number): number {
  try {
    const [, kib = "0"] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kib) / 1_024;
  } catch {
    return 0;
  }
}

/** Clock ticks per second in /proc: always 100 on Linux. */
const TICKS = 100;

/** User and system time of a process in seconds, from /proc; 0 once it has ended. */
function cpuSecondsOf(pid: number): number {
  try {
    // The name can contain any character. The state follows it, and user and system time are 11 and 12 fields later.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return 0;
  }
}

/** Runs `sedge push` in its own process, and kills it with SIGKILL at the point in `kill`. */
export async function killedPush(
  folder: string,
  args: readonly string[],
  kill: KillPoint | undefined,
  note: (line: string) => void,
): Promise<PushRun> {
  const start = performance.now();
  const child = spawn(process.execPath, [COMMAND, "push", ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let [out, errorText, peakMib, earlyMib, cpuSeconds, isReading] = ["", "", 0, 0, 0, false];
  const watch = setInterval(() => {
    peakMib = Math.max(peakMib, residentMib(child.pid ?? 0));
    cpuSeconds = Math.max(cpuSeconds, cpuSecondsOf(child.pid ?? 0));
    if (!isReading) earlyMib = peakMib;
  }, LOOK_MS);
  child.stdout.on("data", (piece: Buffer) => (out += piece.toString()));
  child.stderr.on("data", (piece: Buffer) => {
    errorText += piece.toString();
    const lines = errorText.split("\n");
    errorText = lines.pop() ?? "";
    for (const line of lines) {
      note(line);
      const [, stage, percent] = /^(\w+)\s+\[.*\] (\d+) %/.exec(line) ?? [];
      if (stage === "reading") isReading = true;
      if (kill && stage === kill.stage && Number(percent) / 100 >= kill.share) child.kill("SIGKILL");
    }
  });
  const [code, signal]: unknown[] = await once(child, "close");
  clearInterval(watch);
  if (code !== 0 && signal !== "SIGKILL") throw new Error(`sedge push ended with ${String(code)}: ${errorText}`);
  const seconds = (performance.now() - start) / 1_000;
  return { isKilled: signal === "SIGKILL", out, seconds, cpuSeconds, peakMib, earlyMib };
}
