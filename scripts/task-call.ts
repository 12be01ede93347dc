import {
  type Call,
  CommandError,
  listOption,
  readCall,
  textOption,
  type Usage,
  usageOf,
} from "../packages/connector/src/command-line.ts";

/** Writes one sentence on stderr and exits with 2. */
export function refuse(sentence: string): never {
  console.error(`sedge: ${sentence}`);
  process.exit(2);
}

/** The sentence of an invalid call, without the code that only the `sedge` command documents. */
const sentenceOf = ({ message, code }: CommandError) => message.slice(code.length + 2);

/**
 * Reads the command line of an npm script. Prints the help and exits with 0 for `--help`; exits with 2 and one sentence for
 * an unknown option, or for more positional arguments than `mostPositionals`.
 */
export function readTask(
  called: string,
  usage: Usage,
  { mostPositionals = 0, args = process.argv.slice(2) }: { mostPositionals?: number; args?: readonly string[] } = {},
): Call {
  try {
    const call = readCall(args, usage.options);
    if (call.options["help"]) {
      console.log(usageOf(called, usage));
      process.exit(0);
    }
    const extra = call.positionals[mostPositionals];
    if (extra !== undefined) refuse(`unexpected argument "${extra}"; see --help.`);
    return call;
  } catch (error) {
    if (error instanceof CommandError) refuse(sentenceOf(error));
    throw error;
  }
}

/** Whether a flag is given. */
export const isGiven = (call: Call, name: string): boolean => call.options[name] === true;

export { listOption, textOption };
