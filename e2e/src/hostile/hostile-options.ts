import { readCall, textOption, type Usage } from "@sedge/connector/command-line";

/** What can be played by itself.  */
export const PARTS = ["visitor", "guest", "connector", "operator", "fuzz", "kills"] as const;
export type Part = (typeof PARTS)[number];

export const USAGE: Usage = {
  purpose: `Attacks both Workers on workerd, with state on disk, while people who do nothing wrong use them. Fails if one of these is
refused, merged with others, loses something or has it counted twice, or if an answer or a line of the Workers' logs is an internal error.`,
  options: [
    { name: "minutes", value: "N", description: "minutes of each part, .05 to 1440 (default: 1)" },
    {
      name: "seed",
      value: "N",
      description: "makes the same choices again (default: random; the report names it); timing still differs",
    },
    { name: "only", value: "PART", description: "plays one part" },
    { name: "requests", value: "N", description: "ends fuzz after so many requests" },
    { name: "kills", value: "N", description: "ends kills after so many" },
    {
      name: "people",
      value: "N",
      description:
        "how many people use the Workers at the same time, 1 to 50 (default: 6); fewer leave more time to attacks",
    },
    { name: "json", description: "prints only one line of JSON" },
  ],
  notes: `Parts:

  visitor   replays, forges, and signs endless links
  guest     a device that a forwarded landing link joined reads, renames, links
            and erases
  connector a registered channel reads and changes what belongs to others
  operator  the second operator stalls, drips, lies and sends garbage
  fuzz      every route, method, header and body; valid ones changed, also after
            they were signed
  kills     kills either Worker with SIGKILL at random moments, and
            starts it on the same state`,
};

export interface HostileOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly parts: readonly Part[];
  readonly requests: number;
  readonly kills: number;
  readonly people: number;
  readonly json: boolean;
}

function numberOf(name: string, text: string | undefined, usual: number, least: number, most: number): number {
  const value = text === undefined ? usual : Number(text);
  if (value >= least && value <= most) return value;
  throw new RangeError(`--${name} must be a number from ${least} to ${most}, not "${text}".`);
}

/** Reads the command line; returns `help` for --help. @throws Error with the reason */
export function hostileOptions(args: readonly string[]): HostileOptions | "help" {
  const call = readCall(args, USAGE.options);
  if (call.options["help"]) return "help";
  const text = (name: string) => textOption(call, name);
  const chosen = text("only");
  const only = PARTS.find((part) => part === chosen);
  if (chosen !== undefined && !only)
    throw new RangeError(`--only must be one of ${PARTS.join(", ")}, not "${chosen}".`);
  return {
    minutes: numberOf("minutes", text("minutes"), 1, 0.05, 1_440),
    seed: Math.floor(numberOf("seed", text("seed"), Math.floor(Math.random() * 2 ** 31), 0, 2 ** 31)),
    parts: only ? [only] : PARTS,
    requests: Math.floor(numberOf("requests", text("requests"), 1e9, 1, 1e9)),
    kills: Math.floor(numberOf("kills", text("kills"), 1e9, 1, 1e9)),
    people: Math.floor(numberOf("people", text("people"), 6, 1, 50)),
    json: call.options["json"] === true,
  };
}
