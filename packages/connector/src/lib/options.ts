import { parseArgs, type ParseArgsConfig } from "node:util";
import { CommandError } from "./command-error.ts";

type Given = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A parsed command line: positional arguments, and options by name. */
export interface Call {
  readonly positionals: readonly string[];
  readonly options: Given;
}

/** One option of a command, used by both `readCall` and `usageOf`. */
export interface Option {
  readonly name: string;
  /** Placeholder for its value in the usage; a flag has none. */
  readonly value?: string;
  /** Whether it can be given several times. */
  readonly isList?: boolean;
  /** Whether the first line of the usage includes it. */
  readonly isNeeded?: boolean;
  readonly description: string;
  /** The value used if the option is not given. */
  readonly default?: string;
}

/** What `--help` prints for a command, besides its name. */
export interface Usage {
  /** The positional arguments, such as `FILE`. */
  readonly positional?: string;
  readonly purpose: string;
  readonly options: readonly Option[];
  /** Paragraphs with a blank line between. Lines that start with a space are printed as they are. */
  readonly notes?: string;
  /** Calls to copy, without the program and the command. */
  readonly examples?: readonly string[];
}

const HELP: Option = { name: "help", description: "print this text" };

/** Parses a command line. `--help` and `-h` ignore everything else. Throws CommandError `unknown-option` or `bad-option`. */
export function readCall(args: readonly string[], options: readonly Option[]): Call {
  const known = new Map([...options, HELP].map((option) => [option.name, option]));
  const { tokens } = parseArgs({
    args: [...args],
    options: parsed(known),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  if (tokens.some((token) => token.kind === "option" && token.name === HELP.name)) {
    return { positionals: [], options: { help: true } };
  }
  const given: Record<string, string | boolean | string[]> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = known.get(token.name);
    if (!option) {
      throw new CommandError("unknown-option", `${token.rawName} is not an option of this command; see --help.`);
    }
    const value = valueOf(token.rawName, option.value === undefined ? "boolean" : "string", token.value);
    const before = given[token.name];
    if (option.isList) given[token.name] = [...(Array.isArray(before) ? before : []), String(value)];
    else if (before === undefined) given[token.name] = value;
    else throw new CommandError("bad-option", `${token.rawName} is given twice.`);
  }
  return { positionals, options: given };
}

function parsed(known: ReadonlyMap<string, Option>): NonNullable<ParseArgsConfig["options"]> {
  return Object.fromEntries(
    [...known].map(([name, { value }]) => [
      name,
      {
        type: value === undefined ? ("boolean" as const) : ("string" as const),
        ...(name === HELP.name && { short: "h" }),
      },
    ]),
  );
}

/** Longest line of a usage text, in characters. */
const USAGE_WIDTH = 80;
/** Column at which descriptions start; a longer option has its own line. */
const DESCRIPTION_COLUMN = 23;

/** The text of `--help`: synopsis, purpose, every option, notes, examples and exit codes. `called`: program and command. */
export function usageOf(called: string, { positional, purpose, options, notes, examples = [] }: Usage): string {
  const needed = options
    .filter(({ isNeeded }) => isNeeded)
    .map((option) => headOf(option) + (option.isList ? " …" : ""));
  const parts = [...(positional === undefined ? [] : [positional]), ...needed];
  const isMore = options.some(({ isNeeded }) => !isNeeded);
  const blocks = [
    wrapped([called, ...parts, ...(isMore ? ["[OPTION …]"] : [])].join(" "), "  "),
    wrapped(purpose),
    [...options, HELP].map(describe).join("\n"),
    ...(notes === undefined ? [] : [reflowed(notes)]),
    ...(examples.length === 0 ? [] : [exampleLines(called, examples)]),
    EXIT_CODES,
  ];
  return blocks.join("\n\n");
}

const EXIT_CODES = "Exit codes: 0 success, 2 invalid call or input, 1 any other failure.";

/** Examples, each broken after options so that it can be copied into a shell. */
function exampleLines(called: string, examples: readonly string[]): string {
  const lines = examples.map((example) => {
    const [first = "", ...rest] = `${called} ${example}`.split(/ (?=--)/);
    const broken = [`  ${first}`];
    for (const part of rest) {
      const line = `${broken.at(-1) ?? ""} ${part}`;
      if (line.length + 2 <= USAGE_WIDTH) broken[broken.length - 1] = line;
      else broken.push(`      ${part}`);
    }
    return broken.join(" \\\n");
  });
  return [examples.length === 1 ? "Example:" : "Examples:", ...lines].join("\n");
}

const headOf = ({ name, value }: Option) => (value === undefined ? `--${name}` : `--${name} ${value}`);

function describe(option: Option): string {
  const head = `  ${headOf(option)}`;
  const text = option.description + (option.default === undefined ? "" : ` (default: ${option.default})`);
  const indent = " ".repeat(DESCRIPTION_COLUMN);
  const body = wrapped(text, indent, indent);
  if (head.length < DESCRIPTION_COLUMN) return head.padEnd(DESCRIPTION_COLUMN) + body.slice(DESCRIPTION_COLUMN);
  return `${head}\n${body}`;
}

/** Wraps the paragraphs of a text; lines that start with a space stay as they are. */
function reflowed(text: string): string {
  return text
    .split("\n\n")
    .map((paragraph) =>
      paragraph
        .split(/\n(?= )|(?<=^ .*)\n/m)
        .map((part) => (part.startsWith(" ") ? part : wrapped(part)))
        .join("\n"),
    )
    .join("\n\n");
}

/** Wraps a text; `indent` starts every line after the first. */
export function wrapped(text: string, indent = "", first = ""): string {
  const lines = [first];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) ?? "";
    const isStart = line.trim() === "";
    if (!isStart && line.length + word.length >= USAGE_WIDTH) lines.push(indent + word);
    else lines[lines.length - 1] = isStart ? line + word : `${line} ${word}`;
  }
  return lines.join("\n");
}

function valueOf(rawName: string, type: "string" | "boolean", value: string | undefined): string | boolean {
  if (type === "boolean") {
    if (value !== undefined) throw new CommandError("bad-option", `${rawName} takes no value.`);
    return true;
  }
  if (value === undefined || value === "" || value.startsWith("--")) {
    throw new CommandError("bad-option", `${rawName} needs a value.`);
  }
  return value;
}

/** An option's value, or undefined if it is not given. */
export function textOption({ options }: Call, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** The values of a repeatable option, in order. */
export function listOption({ options }: Call, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value : [];
}

/** A required option. Throws CommandError `bad-option`. */
export function neededOption(call: Call, name: string): string {
  const value = textOption(call, name);
  if (value === undefined) throw new CommandError("bad-option", `--${name} is required.`);
  return value;
}

/** A whole number from `least` to `most`, or `fallback`. Throws CommandError `bad-option`. */
export function wholeOption(call: Call, name: string, [least, most]: readonly [number, number], fallback: number) {
  const text = textOption(call, name);
  if (text === undefined) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new CommandError("bad-option", `--${name} takes a whole number from ${least} to ${most}, not "${text}".`);
}

/** Rejects positional arguments. `how`: the option to use for files, if any. Throws CommandError `bad-call`. */
export function noPositional({ positionals }: Call, how?: string): void {
  const [extra] = positionals;
  if (extra === undefined) return;
  const instead = how === undefined ? "" : `; files are given with ${how}`;
  throw new CommandError("bad-call", `unexpected argument "${extra}"${instead}.`);
}

/** The only positional argument of a command. Throws CommandError `bad-call`. */
export function onlyPositional({ positionals }: Call, what: string): string {
  const [first, second] = positionals;
  if (first === undefined) throw new CommandError("bad-call", `an argument is missing: ${what}; see --help.`);
  if (second !== undefined) throw new CommandError("bad-call", `unexpected argument "${second}".`);
  return first;
}
