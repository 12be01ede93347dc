import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandError } from "@sedge/connector/command-line";
import { TRAINING_COMMAND } from "./models-usage.ts";
import type { FolderContent } from "./replace-folder.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Trains a shipped model again in a temporary folder with the models' own command and returns its files. A signal ends
 * the training and leaves nothing. Throws CommandError `no-data` without its public data.
 */
export async function trainShipped(name: string): Promise<FolderContent> {
  const aside = mkdtempSync(join(tmpdir(), "sedge-train-"));
  try {
    const exitCode = await runTraining(name, aside);
    if (exitCode !== 0) throw new Error(`the training of ${name} ended with ${exitCode}`);
    return readFiles(name, join(aside, name));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function readFiles(name: string, folder: string): FolderContent {
  if (!existsSync(folder)) {
    throw new CommandError("no-data", `the public data of ${name} are not in the folder that SEDGE_DATA names.`);
  }
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, new Uint8Array(readFileSync(join(folder, file)))]),
  );
}

function runTraining(name: string, aside: string): Promise<number | null> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [TRAINING_COMMAND, "train", name], {
      // Its own output is for people.
      stdio: ["ignore", 2, 2],
      env: { ...process.env, SEDGE_MODELS: aside },
    });
    const end = (signal: NodeJS.Signals) => {
      child.kill("SIGKILL");
      rmSync(aside, { recursive: true, force: true });
      for (const other of SIGNALS) process.off(other, end);
      process.kill(process.pid, signal);
    };
    for (const signal of SIGNALS) process.on(signal, end);
    child.once("error", failed);
    child.once("exit", (exitCode) => {
      for (const signal of SIGNALS) process.off(signal, end);
      done(exitCode);
    });
  });
}
