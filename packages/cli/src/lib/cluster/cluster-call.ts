import {
  type Call,
  CommandError,
  neededOption,
  noPositional,
  textOption,
  wholeOption,
} from "@sedge/connector/command-line";
import { checkOutput } from "@sedge/connector/files";

/** Options of a call of `sedge cluster`. */
export interface ClusterCall {
  readonly input: string;
  readonly output: string;
  /** A column, or a file if one has this name. */
  readonly labels: string | undefined;
  /** Undefined for dbscan, which finds the number of clusters. */
  readonly k: number | undefined;
  readonly epsilon: number;
  /** Default: n^-1.5. */
  readonly delta: number | undefined;
  readonly rounds: number | undefined;
  readonly algorithm: "kmeans" | "dbscan";
  readonly mode: "full" | "sums";
  readonly seed: number | undefined;
  /** One pair for all features or one per feature; undefined: to be estimated, at a privacy cost. */
  readonly bounds: readonly (readonly [number, number])[] | undefined;
  readonly isJson: boolean;
}

const MOST_CLUSTERS = 256;
const MOST_ROUNDS = 64;
const MOST_EPSILON = 64;

/** Checks the options. Throws CommandError `bad-call`, `bad-option` or `unwritable`. */
export function clusterCall(call: Call): ClusterCall {
  noPositional(call);
  const input = neededOption(call, "input");
  const output = neededOption(call, "output");
  checkOutput(output, [input]);
  const algorithm = oneOf(call, "algorithm", ["kmeans", "dbscan"], "kmeans");
  if (algorithm === "kmeans") neededOption(call, "k");
  const rounds = wholeOption(call, "rounds", [1, MOST_ROUNDS], 0);
  return {
    input,
    output,
    labels: textOption(call, "labels"),
    k: algorithm === "kmeans" ? wholeOption(call, "k", [1, MOST_CLUSTERS], 1) : undefined,
    epsilon: numberBetween("epsilon", neededOption(call, "epsilon"), MOST_EPSILON),
    delta: deltaOf(textOption(call, "delta")),
    rounds: rounds === 0 ? undefined : rounds,
    algorithm,
    mode: oneOf(call, "mode", ["full", "sums"], "sums"),
    seed: textOption(call, "seed") === undefined ? undefined : wholeOption(call, "seed", [0, 2 ** 31 - 1], 0),
    bounds: boundsOf(textOption(call, "bounds")),
    isJson: call.options["json"] === true,
  };
}

function oneOf<const Choice extends string>(
  call: Call,
  name: string,
  choices: readonly Choice[],
  usual: Choice,
): Choice {
  const text = textOption(call, name) ?? usual;
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw new CommandError("bad-option", `--${name} takes ${choices.join(" or ")}, not "${text}".`);
  return found;
}

function numberBetween(name: string, text: string, most: number): number {
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new CommandError("bad-option", `--${name} takes a number above 0 and up to ${most}, not "${text}".`);
}

function deltaOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new CommandError("bad-option", `--delta takes a number between 0 and 1, not "${text}".`);
}

function boundsOf(text: string | undefined): ClusterCall["bounds"] {
  return text?.split(";").map((pair) => {
    const [lower = Number.NaN, upper = Number.NaN, ...more] = pair.split(",").map((part) => Number(part.trim() || "x"));
    if (lower < upper && Number.isFinite(upper - lower) && more.length === 0) return [lower, upper] as const;
    throw new CommandError(
      "bad-option",
      `--bounds takes LOWEST,HIGHEST, or one such pair a feature with ; between, not "${text}".`,
    );
  });
}
