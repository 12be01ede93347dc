import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A virtual X display. */
export interface WebkitDisplay {
  /** The value for `DISPLAY`. */
  readonly name: string;
  stop(): void;
}

/** Starts Xvfb on a free display number. Rejects if it exits before it reports the number. */
export async function startWebkitDisplay(): Promise<WebkitDisplay> {
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "800x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const output = child.stdio[3];
  if (!output || !("read" in output)) throw new Error("Xvfb has no pipe to report its display.");
  const number = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error("Xvfb did not start.")));
    createInterface(output).once("line", resolve);
  });
  return { name: `:${number}`, stop: () => void child.kill() };
}
