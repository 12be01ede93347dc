import { type ChildProcess, execFile } from "node:child_process";
import { join } from "node:path";

/** The result of a run of the `sedge` command. */
export interface CommandResult {
  /** -1 if a signal ended it. */
  readonly exitCode: number;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly note: string;
}

/** Options of a run. */
export interface CommandOptions {
  /** How far the process's clock is ahead, in seconds. */
  readonly clockOffSeconds?: number;
  /** Receives the process. */
  readonly started?: (child: ChildProcess) => void;
}

const COMMAND = join(import.meta.dirname, "..", "..", "packages", "cli", "src", "sedge.ts");

/** Runs the command in a folder. */
export function sedgeIn(
  folder: string,
  args: readonly string[],
  { clockOffSeconds = 0, started = () => undefined }: CommandOptions = {},
): Promise<CommandResult> {
  const preloaded = clockOffSeconds === 0 ? [] : ["--import", clockModule(clockOffSeconds)];
  return new Promise((done) => {
    const child = execFile(process.execPath, [...preloaded, COMMAND, ...args], { cwd: folder }, (_error, out, note) =>
      done({ exitCode: child.exitCode ?? -1, signal: child.signalCode, out, note }),
    );
    started(child);
  });
}

/** A module that shifts the clock of the process that preloads it. */
function clockModule(seconds: number): string {
  const code = `
    const Right = Date;
    globalThis.Date = class Date extends Right {
      constructor(...given) { given.length === 0 ? super(Right.now() + ${seconds * 1_000}) : super(...given); }
      static now() { return Right.now() + ${seconds * 1_000}; }
    };`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
