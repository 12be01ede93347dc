import { type Call, CommandError, listOption, noPositional, textOption } from "@sedge/connector/command-line";
import { checkOutput } from "@sedge/connector/files";
import { type InputSpec, inputSpecs } from "./input-spec.ts";
import { operatorOptions } from "@sedge/connector/operator-options";

/** Options of a call of `sedge resolve`. */
export interface ResolveCall {
  readonly inputs: readonly InputSpec[];
  /** Undefined to print only figures. */
  readonly output: string | undefined;
  readonly map: string | undefined;
  readonly truth: string | undefined;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | undefined;
  /** A running pair of operators; undefined for two in this process. */
  readonly operators: ReturnType<typeof operatorOptions>;
  readonly isJson: boolean;
  /** Whether no person has two records in one input. */
  readonly isOncePerInput: boolean;
  readonly skipsBad: boolean;
}

/** Checks the options. Throws CommandError `bad-call`, `bad-option` or `unwritable`. */
export function resolveCall(call: Call): ResolveCall {
  noPositional(call, "--input");
  const inputs = inputSpecs(listOption(call, "input"));
  if (inputs.length === 0) throw new CommandError("bad-option", "--input is required, once for each file of records.");
  const [output, map, truth] = ["output", "map", "truth"].map((name) => textOption(call, name));
  if (output === undefined && truth === undefined) {
    throw new CommandError("bad-option", "--output is required, unless --truth is given.");
  }
  if (output !== undefined)
    checkOutput(output, [...inputs.map(({ file }) => file), ...(map === undefined ? [] : [map])]);
  return {
    inputs,
    output,
    map,
    truth,
    country: countryOf(textOption(call, "country")),
    operators: operatorOptions(call),
    isJson: call.options["json"] === true,
    isOncePerInput: call.options["once-per-input"] === true,
    skipsBad: call.options["skip-bad"] === true,
  };
}

function countryOf(text: string | undefined): string | undefined {
  if (text === undefined || /^[a-z]{2}$/i.test(text)) return text?.toUpperCase();
  throw new CommandError("bad-option", `--country takes two letters (ISO 3166), not "${text}".`);
}
