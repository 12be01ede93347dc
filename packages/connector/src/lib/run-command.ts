import { CommandError } from "./command-error.ts";
import type { Terminal } from "./terminal.ts";

/** Runs a command with its arguments. @throws CommandError */
export type Command = (args: readonly string[], terminal: Terminal) => Promise<void>;

/** A command of a program. Its code is loaded when it runs, so that a command does not load the others' code. */
export interface CommandEntry {
  readonly name: string;
  /** A short description. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

const EXIT_CODES = `A call that fails ends with exit code 2 and one line on stderr, "code: sentence". The codes are stable.
Exit code 1 and the code "unexpected" mean a bug of the command itself.`;

function usage(program: string, commands: readonly CommandEntry[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    `${program} COMMAND`,
    "",
    ...lines,
    "",
    `"${program} COMMAND --help" lists a command's options.`,
    EXIT_CODES,
  ].join("\n");
}

/**
 * Runs a command line. Resolves to the exit code: 0; 2 for a failed call, with one line that starts with a stable code;
 * 1 for a bug in the command.
 */
export async function runCommand(
  program: string,
  commands: readonly CommandEntry[],
  [name, ...args]: readonly string[],
  terminal: Terminal,
): Promise<0 | 1 | 2> {
  try {
    const entry = commands.find((one) => one.name === name);
    if (entry) await (await entry.load())(args, terminal);
    else if (name === undefined || name === "--help") terminal.out(usage(program, commands));
    else throw new CommandError("bad-call", `there is no command "${name}"; the commands are ${namesOf(commands)}.`);
    return 0;
  } catch (error) {
    if (error instanceof CommandError) {
      terminal.note(error.message);
      return 2;
    }
    terminal.note(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return 1;
  }
}

function namesOf(commands: readonly CommandEntry[]): string {
  return commands
    .map(({ name }) => name)
    .join(", ")
    .replace(/, ([^,]+)$/, " and $1");
}

/** Runs this process's command line, and sets its exit code. */
export async function runProcess(program: string, commands: readonly CommandEntry[]): Promise<void> {
  process.exitCode = await runCommand(program, commands, process.argv.slice(2), {
    out: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
  });
}
