import { parseArgs } from "node:util";

/** What can be played by itself.  */
export const PARTS = ["visitor", "operator", "fuzz", "kills"] as const;
export type Part = (typeof PARTS)[number];

export const USAGE = `npm run hostile -- [--minutes 1] [--seed N] [--only PART] [--requests N] [--kills N] [--json]

Attacks both Workers on workerd, with state on disk, while people who do nothing wrong use them. Ends with 1 if one of these is
refused, merged with others, loses something or has it counted twice, or if an answer is an internal error.

  visitor     replays, forges, and signs endless links
  operator    the second operator stalls, drips, breaks off, lies and sends garbage
  fuzz        every route, method, header and body, valid ones changed, also after they were signed
  kills       kills either Worker with SIGKILL at random moments of the traffic, and starts it on the same state

  --minutes N    minutes of each part (default 1, .05 to 1440)
  --seed N       makes the same choices again (default: random; the report names it). Timing still differs
  --only PART    plays one part
  --requests N   ends fuzz after so many requests; --kills N: ends kills after so many
  --json         prints only one line of JSON
  --help         shows this help`;

export interface HostileOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly parts: readonly Part[];
  readonly requests: number;
  readonly kills: number;
  readonly json: boolean;
}

function numberOf(name: string, text: string | undefined, usual: number, least: number, most: number): number {
  const value = text === undefined ? usual : Number(text);
  if (value >= least && value <= most) return value;
  throw new RangeError(`--${name} must be a number from ${least} to ${most}, not "${text}".`);
}

/** Reads the command line; returns `help` for --help. @throws Error with the reason */
export function hostileOptions(args: readonly string[]): HostileOptions | "help" {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: text,
      seed: text,
      only: text,
      requests: text,
      kills: text,
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const only = PARTS.find((part) => part === values.only);
  if (values.only !== undefined && !only)
    throw new RangeError(`--only must be one of ${PARTS.join(", ")}, not "${values.only}".`);
  return {
    minutes: numberOf("minutes", values.minutes, 1, 0.05, 1_440),
    seed: Math.floor(numberOf("seed", values.seed, Math.floor(Math.random() * 2 ** 31), 0, 2 ** 31)),
    parts: only ? [only] : PARTS,
    requests: Math.floor(numberOf("requests", values.requests, 1e9, 1, 1e9)),
    kills: Math.floor(numberOf("kills", values.kills, 1e9, 1, 1e9)),
    json: values.json,
  };
}
