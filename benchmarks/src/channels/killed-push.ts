import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a push is killed: in a stage of its progress, at a share of it. */
export interface KillPoint {
  readonly stage: "reading" | "sending";
  /** 0 to 1. */
  readonly share: number;
}

/** One run of `sedge push`, to its end or to its SIGKILL. */
export interface PushRun {
  readonly isKilled: boolean;
  /** The command's last line, JSON; empty where it was killed. */
  readonly out: string;
  readonly seconds: number;
  /** What it computed, in seconds of one core: the same however busy the machine is. */
  readonly cpuSeconds: number;
  /** Largest resident memory, in MiB, of what the system saw. */
  readonly peakMib: number;
  /** The same while the first tenth was read: what the runtime itself takes. */
  readonly earlyMib: number;
}

const COMMAND = join(import.meta.dirname, "..", "..", "..", "packages", "cli", "src", "sedge.ts");
const LOOK_MS = 100;

/** Resident memory of a process in MiB, by Linux; 0 once it is gone. */
function residentMib(pid: number): number {
  try {
    const [, kib = "0"] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kib) / 1_024;
  } catch {
    return 0;
  }
}

/** Clock ticks of a second in /proc, which Linux fixes at 100. */
const TICKS = 100;

/** Seconds of a core that a process has used, its system's included, by Linux; 0 once it is gone. */
function cpuSecondsOf(pid: number): number {
  try {
    // Behind the name, which may hold anything, come the state and, 11 and 12 further on, user and system time.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return 0;
  }
}

/** Runs `sedge push` in a process of its own, and kills it with SIGKILL where `kill` says. */
export async function killedPush(
  folder: string,
  args: readonly string[],
  kill: KillPoint | undefined,
  note: (line: string) => void,
): Promise<PushRun> {
  const start = performance.now();
  const child = spawn(process.execPath, [COMMAND, "push", ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let [out, said, peakMib, earlyMib, cpuSeconds, isReading] = ["", "", 0, 0, 0, false];
  const watch = setInterval(() => {
    peakMib = Math.max(peakMib, residentMib(child.pid ?? 0));
    cpuSeconds = Math.max(cpuSeconds, cpuSecondsOf(child.pid ?? 0));
    if (!isReading) earlyMib = peakMib;
  }, LOOK_MS);
  child.stdout.on("data", (piece: Buffer) => (out += piece.toString()));
  child.stderr.on("data", (piece: Buffer) => {
    said += piece.toString();
    const lines = said.split("\n");
    said = lines.pop() ?? "";
    for (const line of lines) {
      note(line);
      const [, stage, percent] = /^(\w+)\s+\[.*\] (\d+) %/.exec(line) ?? [];
      if (stage === "reading") isReading = true;
      if (kill && stage === kill.stage && Number(percent) / 100 >= kill.share) child.kill("SIGKILL");
    }
  });
  const [code, signal]: unknown[] = await once(child, "close");
  clearInterval(watch);
  if (code !== 0 && signal !== "SIGKILL") throw new Error(`sedge push ended with ${String(code)}: ${said}`);
  const seconds = (performance.now() - start) / 1_000;
  return { isKilled: signal === "SIGKILL", out, seconds, cpuSeconds, peakMib, earlyMib };
}
