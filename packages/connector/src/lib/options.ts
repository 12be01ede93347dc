import { parseArgs, type ParseArgsConfig } from "node:util";
import { CommandError } from "./command-error.ts";

type Given = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A command line, read: what stands alone, and the options by name. */
export interface Call {
  readonly positionals: readonly string[];
  readonly options: Given;
}

/**
 * Reads a command line. `names`: options that take a value; `flags`: those that do not; `lists`: those that may be given
 * several times, with a value each. `--help` is always a flag. Throws CommandError `unknown-option` or `bad-option`.
 */
export function readCall(
  args: readonly string[],
  names: readonly string[],
  flags: readonly string[] = [],
  lists: readonly string[] = [],
): Call {
  const options: NonNullable<ParseArgsConfig["options"]> = {
    help: { type: "boolean" },
    ...Object.fromEntries([...names, ...lists].map((name) => [name, { type: "string" as const }])),
    ...Object.fromEntries(flags.map((name) => [name, { type: "boolean" as const }])),
  };
  const allowed = [...names, ...lists, ...flags, "help"].map((name) => `--${name}`).join(", ");
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const given: Record<string, string | boolean | string[]> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const known = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!known) throw new CommandError("unknown-option", `${token.rawName} is no option here; there are ${allowed}.`);
    if (lists.includes(token.name)) {
      const before = given[token.name];
      const value = valueOf(token.rawName, "string", token.value);
      given[token.name] = [...(Array.isArray(before) ? before : []), String(value)];
      continue;
    }
    if (Object.hasOwn(given, token.name)) throw new CommandError("bad-option", `${token.rawName} is given twice.`);
    given[token.name] = valueOf(token.rawName, known.type, token.value);
  }
  return { positionals, options: given };
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

/** An option's text, or undefined where it is not given. */
export function textOption({ options }: Call, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** The values of an option that may be given several times, in their order. */
export function listOption({ options }: Call, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value : [];
}

/** An option that has to be given. Throws CommandError `bad-option`. */
export function neededOption(call: Call, name: string): string {
  const value = textOption(call, name);
  if (value === undefined) throw new CommandError("bad-option", `--${name} is needed.`);
  return value;
}

/** A whole number of `least` to `most`, or `fallback`. Throws CommandError `bad-option`. */
export function wholeOption(call: Call, name: string, [least, most]: readonly [number, number], fallback: number) {
  const text = textOption(call, name);
  if (text === undefined) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new CommandError("bad-option", `--${name} takes a whole number from ${least} to ${most}, not "${text}".`);
}

/** Refuses what stands alone. `how`: what files are given with, if there are any. Throws CommandError `bad-call`. */
export function noPositional({ positionals }: Call, how?: string): void {
  const [extra] = positionals;
  if (extra === undefined) return;
  const instead = how === undefined ? "" : `; files are given with ${how}`;
  throw new CommandError("bad-call", `"${extra}" is one argument too many${instead}.`);
}

/** The only positional argument of a command. Throws CommandError `bad-call`. */
export function onlyPositional({ positionals }: Call, what: string): string {
  const [first, second] = positionals;
  if (first === undefined) throw new CommandError("bad-call", `${what} is missing; --help says how to call this.`);
  if (second !== undefined) throw new CommandError("bad-call", `"${second}" is one argument too many.`);
  return first;
}
