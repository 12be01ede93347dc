import { type ChildProcess, execFile } from "node:child_process";
import { join } from "node:path";

/** What a call of the `sedge` command came to. */
export interface Ended {
  /** -1 where a signal ended it. */
  readonly exitCode: number;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly note: string;
}

/** How the command is called. */
export interface Calling {
  /** How far ahead the clock of the machine that it runs on is. */
  readonly clockOffSeconds?: number;
  /** Told of its process. */
  readonly started?: (child: ChildProcess) => void;
}

const COMMAND = join(import.meta.dirname, "..", "..", "packages", "connector", "src", "sedge.ts");

/** Calls the command as people do, in a folder. */
export function sedgeIn(
  folder: string,
  args: readonly string[],
  { clockOffSeconds = 0, started = () => undefined }: Calling = {},
): Promise<Ended> {
  const preloaded = clockOffSeconds === 0 ? [] : ["--import", clockModule(clockOffSeconds)];
  return new Promise((done) => {
    const child = execFile(process.execPath, [...preloaded, COMMAND, ...args], { cwd: folder }, (_error, out, note) =>
      done({ exitCode: child.exitCode ?? -1, signal: child.signalCode, out, note }),
    );
    started(child);
  });
}

/** A module that sets the clock of the process that loads it first. */
function clockModule(seconds: number): string {
  const code = `
    const Right = Date;
    globalThis.Date = class Date extends Right {
      constructor(...given) { given.length === 0 ? super(Right.now() + ${seconds * 1_000}) : super(...given); }
      static now() { return Right.now() + ${seconds * 1_000}; }
    };`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
