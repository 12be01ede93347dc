import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { CONNECTOR_COMMANDS, runCommand } from "../src/commands.ts";

/** Result of a call of the command. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly out: string;
  readonly note: string;
}

/** Runs the command in its own process, as a user does. */
export function sedge(folder: string, ...args: readonly string[]): CommandResult {
  const command = join(import.meta.dirname, "..", "src", "sedge-connector.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: "utf8" });
  return { exitCode: status, out: stdout, note: stderr };
}

/** Runs the command in this process. Paths must be absolute. */
export async function sedgeHere(...args: readonly string[]): Promise<CommandResult> {
  const [out, note]: [string[], string[]] = [[], []];
  const exitCode = await runCommand("sedge-connector", CONNECTOR_COMMANDS, args, {
    out: (line) => out.push(line),
    note: (line) => note.push(line),
  });
  return { exitCode, out: out.join("\n"), note: note.join("\n") };
}
