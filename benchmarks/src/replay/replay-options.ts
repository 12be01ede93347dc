import { parseArgs } from "node:util";

export const USAGE = `npm run replay -- [--sessions 300] [--seed 1] [--concurrency 3] [--learn] [--json] [--allow-missing-data]

Plays real recorded visits (UCI 553, clothing shop, July 2008) through the example shop in headless Chromium, with the
built SDK, against both Workers on workerd. Ends with what came of it and two checks: every byte that reached the edge
is in the ledgers, and no planted canary is in any byte that left. Exit code 1 if anything went wrong.

  --sessions N           how many visits (default 300)
  --seed N               which visits are chosen, and who does what in them (default 1)
  --concurrency N        visits at a time (default 3)
  --learn                every visitor gives \`learn\` too and contributes to one round; then it is closed, a generation is published, and
                         a page opened then and one that stayed open move to it. Checked as well: that each visit's ledger has
                         its vote in row 4 with its epsilon, that all were counted, and that neither operator still stores a
                         share or has logged any. Takes six minutes or more, as an open page goes by one manifest for five
  --people N             with --learn: people in the round (default 4000, at most 5000); those beyond the sessions are devices
                         without a browser, each with a recorded visit of its own, as few people drown in the noise
  --json                 the last line alone, JSON
  --allow-missing-data   exit with 0, not 2, where the clickstream set is not to be had (see SEDGE_DATA)
  --help                 this text`;

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

/** Reads the command line; `help` where help is asked for. Throws an Error that says what is wrong. */
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
