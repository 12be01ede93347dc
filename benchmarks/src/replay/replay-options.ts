import { parseArgs } from "node:util";
import { usageOf } from "@sedge/connector/command-line";

export const USAGE = usageOf("npm run replay --", {
  purpose: `Replays recorded visits (UCI 553, clothing shop, July 2008) in the example shop in headless Chromium, with the built SDK and
both Workers on workerd. Prints the results and two checks: every byte that reached the edge is in the ledgers, and no canary is in any
byte that was sent.`,
  options: [
    { name: "sessions", value: "N", description: "number of visits, 1 to 5071", default: "300" },
    { name: "seed", value: "N", description: "seed for the choice of visits and actions", default: "1" },
    { name: "concurrency", value: "N", description: "concurrent visits, 1 to 32", default: "3" },
    {
      name: "learn",
      description: "every visitor also gives `learn` and contributes to one round; takes six minutes or more",
    },
    {
      name: "people",
      value: "N",
      description:
        "with --learn: people in the round, 1 to 5000; those beyond --sessions are simulated devices without a browser, because the noise hides a few people",
      default: "4000",
    },
    { name: "json", description: "print only the last line, JSON" },
    {
      name: "allow-missing-data",
      description: "exit with 0 instead of 2 if the clickstream data is missing (see SEDGE_DATA)",
    },
  ],
  notes: `With --learn the round is then closed, a generation is published, and a new page and an open page move to it, which takes time
because an open page caches a manifest for five minutes. Also checks that each visit's ledger has its vote in row 4 with its epsilon,
that all votes were counted, and that neither operator stores or logs a share.

Fails (exit code 1) if a check fails.`,
});

export interface ReplayOptions {
  readonly sessions: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly learn: boolean;
  /** People in the round, with `learn`. */
  readonly people: number;
  readonly json: boolean;
  readonly allowMissingData: boolean;
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new RangeError(`--${name} takes a whole number from 1 to ${most}, not "${text}".`);
}

/** Reads the command line; returns `help` for --help. Throws an Error with the reason. */
export function replayOptions(args: readonly string[]): ReplayOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sessions: { type: "string", default: "300" },
      seed: { type: "string", default: "1" },
      concurrency: { type: "string", default: "3" },
      learn: { type: "boolean", default: false },
      people: { type: "string", default: "4000" },
      json: { type: "boolean", default: false },
      "allow-missing-data": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  return {
    sessions: whole("sessions", values.sessions, 5_071),
    seed: whole("seed", values.seed, 0xffff_ffff),
    concurrency: whole("concurrency", values.concurrency, 32),
    learn: values.learn,
    people: whole("people", values.people, 5_000),
    json: values.json,
    allowMissingData: values["allow-missing-data"],
  };
}
