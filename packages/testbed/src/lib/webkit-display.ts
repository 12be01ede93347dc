import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A display without a screen, for what needs one. */
export interface WebkitDisplay {
  /** For the variable `DISPLAY`. */
  readonly name: string;
  stop(): void;
}

/** Starts an Xvfb on a number that is free. Rejects if it ends before it says one. */
export async function startWebkitDisplay(): Promise<WebkitDisplay> {
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "800x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const said = child.stdio[3];
  if (!said || !("read" in said)) throw new Error("Xvfb got no way to say its display.");
  const number = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error("Xvfb did not start.")));
    createInterface(said).once("line", resolve);
  });
  return { name: `:${number}`, stop: () => void child.kill() };
}
