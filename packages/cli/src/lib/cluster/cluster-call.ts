import {
  type Call,
  CommandError,
  neededOption,
  noPositional,
  textOption,
  wholeOption,
  type Usage,
} from "@sedge/connector/command-line";
import { checkOutput } from "@sedge/connector/files";

export const CLUSTER_USAGE: Usage = {
  command: "cluster",
  purpose: `Learns clusters of points, each of which is one simulated device with one vote a round, under user-level differential privacy: two
operators open noisy sums over public cells, and nothing else. What is written is as private as it says; the figures that
are printed are measured on the points themselves.`,
  options: [
    {
      name: "input",
      value: "FILE",
      isNeeded: true,
      description: `points: CSV or CSV.gz, or columns apart by spaces; every column a number. A first row that is not all numbers names the columns`,
    },
    {
      name: "output",
      value: "FILE",
      isNeeded: true,
      description: `CSV of the clusters' centres, with the people of each to the noise; replaced if it exists`,
    },
    {
      name: "labels",
      value: "WHERE",
      description: `right answers: a column of the input, or a file with one a line. Never learnt from; measures the result`,
    },
    { name: "k", value: "K", isNeeded: true, description: `clusters to find, 1 to 256; not with dbscan` },
    {
      name: "epsilon",
      value: "E",
      isNeeded: true,
      description: `the privacy loss of all rounds together, against either operator`,
    },
    {
      name: "delta",
      value: "D",
      description: `its failure probability; without it, the number of points to the power of -1.5`,
    },
    { name: "rounds", value: "R", description: `most rounds; without it, as many as the points are worth` },
    {
      name: "algorithm",
      value: "NAME",
      description: `kmeans (the usual), or dbscan: density clusters over a noisy histogram, as many as there are`,
    },
    {
      name: "mode",
      value: "NAME",
      description: `sums (the usual): the votes are added up as they are; full: every ballot, share, seal and proof, and both operators. With the same seed the two agree to the last bit`,
    },
    {
      name: "bounds",
      value: "L,H",
      description: `where points may lie, public: one pair for all features, or one for each with ; between. Without it the bounds are estimated privately, to powers of two, for a tenth of the budget`,
    },
    {
      name: "seed",
      value: "S",
      description: `the same result at every run. Anyone who knows the seed can remove the noise; without it, the system's random numbers`,
    },
    {
      name: "json",
      description: `one line of JSON alone: inertia, silhouette, ari, accuracy, epsilon, delta, bytesPerDevice, msPerDevice, clusters; null where there are no labels`,
    },
  ],
  notes: `Points outside the bounds count as if they were on the boundary. Invalid input fails with one sentence, "code: file, line",
with exit code 2, and nothing is written.`,
};

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
