import { parseArgs } from "node:util";

export const USAGE = `npm run replay -- [--sessions 300] [--seed 1] [--concurrency 3] [--learn] [--json] [--allow-missing-data]

Replays recorded visits (UCI 553, clothing shop, July 2008) in the example shop in headless Chromium, with the built SDK
and both Workers on workerd. Prints the results and two checks: every byte that reached the edge is in the ledgers, and
no canary is in any byte that left. Exit code 1 if a check fails or an error occurs.

  --sessions N           number of visits (default 300)
  --seed N               seed for the choice of visits and actions (default 1)
  --concurrency N        concurrent visits (default 3)
  --learn                every visitor also gives \`learn\` and contributes to one round. The round is then closed, a generation is
                         published, and a new page and an open page move to it. Also checks that each visit's ledger has its
                         vote in row 4 with its epsilon, that all votes were counted, and that neither operator stores or logs
                         a share. Takes six minutes or more, because an open page caches a manifest for five
  --people N             with --learn: people in the round (default 4000, at most 5000). Those beyond the sessions are simulated
                         devices without a browser, because the noise hides a few people
  --json                 print only the last line, JSON
  --allow-missing-data   exit with 0 instead of 2 if the clickstream data is missing (see SEDGE_DATA)
  --help                 show this help`;

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
