import { CommandError } from "./command-error.ts";
import { type Call, readCall, type Usage, usageOf, wrapped } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** Runs a command with its parsed arguments. @throws CommandError */
export type Command = (call: Call, terminal: Terminal) => Promise<void> | void;

/** A command of a program. Its usage loads quickly; its code is loaded only when it runs. */
export interface CommandEntry {
  readonly name: string;
  /** A short description. */
  readonly summary: string;
  readonly usage: () => Promise<Usage>;
  readonly load: () => Promise<Command>;
}

/** Commands under one name, such as `models train` and `models eval`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly CommandEntry[];
}

type Commands = readonly (CommandEntry | CommandGroup)[];

const ERRORS = `Exit codes: 0 success; 2 invalid call or input, with "code: sentence" on stderr, one line for each error, where the code is stable;
1 any other failure.`;

function listOf(called: string, commands: Commands): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  const more = `"${called} COMMAND --help" describes a command and its options.`;
  return [`${called} COMMAND`, lines.join("\n"), `${more}\n${wrapped(ERRORS)}`].join("\n\n");
}

/**
 * Runs a command line. Resolves to the exit code: 0; 2 for a failed call, with one line that starts with a stable code;
 * 1 for a bug in the command.
 */
export async function runCommand(
  program: string,
  commands: Commands,
  args: readonly string[],
  terminal: Terminal,
): Promise<0 | 1 | 2> {
  try {
    await runNamed(program, commands, args, terminal);
    return 0;
  } catch (error) {
    if (error instanceof CommandError) {
      for (const line of [error.message, ...error.others]) terminal.note(line);
      return 2;
    }
    terminal.note(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return 1;
  }
}

async function runNamed(
  called: string,
  commands: Commands,
  [name, ...args]: readonly string[],
  terminal: Terminal,
): Promise<void> {
  if (name === undefined || name === "--help" || name === "-h") return terminal.out(listOf(called, commands));
  const entry = commands.find((one) => one.name === name);
  if (!entry && name.startsWith("-")) {
    throw new CommandError("unknown-option", `${name} is not an option of ${called}; see --help.`);
  }
  const longName = `${called} ${name}`;
  if (!entry) {
    throw new CommandError("bad-call", `there is no command "${longName}"; the commands are ${namesOf(commands)}.`);
  }
  if ("commands" in entry) return runNamed(longName, entry.commands, args, terminal);
  const usage = await entry.usage();
  const call = readCall(args, usage.options);
  if (call.options["help"]) return terminal.out(usageOf(longName, usage));
  return (await entry.load())(call, terminal);
}

function namesOf(commands: Commands): string {
  return commands
    .map(({ name }) => name)
    .join(", ")
    .replace(/, ([^,]+)$/, " and $1");
}

/** Runs this process's command line, and sets its exit code. */
export async function runProcess(program: string, commands: Commands): Promise<void> {
  process.exitCode = await runCommand(program, commands, process.argv.slice(2), {
    out: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
  });
}
