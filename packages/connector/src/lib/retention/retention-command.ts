import {
  Manifest,
  type Retention,
  RETENTION_PERIOD_NAMES,
  RETENTION_PERIODS,
  type RetentionPeriod,
  SiteId,
} from "@sedge/protocol";
import { EDGE_ROUTES } from "@sedge/protocol/routes";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { type Call, neededOption, noPositional } from "../options.ts";
import { isSafeUrl } from "../operators/operator-options.ts";
import { asCommandError, OperatorsError } from "../operators/operators-error.ts";
import { readAnswer } from "../operators/request-with-retries.ts";
import type { Terminal } from "../terminal.ts";

/** How long the edge may take, in milliseconds. */
const READ_TIMEOUT_MS = 30_000;

/** What each period ends. */
export const RETENTION_ENDS: Readonly<Record<RetentionPeriod, string>> = {
  visitorKeyDays: "keys that no channel knows and no device reports for, since their last signature",
  profileDays: "every other profile, with everything in it, since the last message about it",
  codewordDays: "a channel's codeword, and when it was seen, since it was reported",
  recordDays: "the content of a channel's record, since it was sent",
  historyDays: "operations without an effect (taken back, replaced), since they were signed",
  receiptDays: "proof of consents, withdrawals and erasures; an older consent counts for nothing",
  erasureAnswerDays: "how long the site has to answer an erasure without a proof of control",
  deadWebhookDays: "webhooks that no destination accepted",
};

/** Runs `sedge retention`. @throws CommandError */
export async function retentionCommand(call: Call, { out }: Terminal): Promise<void> {
  noPositional(call);
  const endpoint = neededOption(call, "endpoint");
  if (!isSafeUrl(endpoint)) {
    throw new CommandError("bad-option", `--endpoint takes an https URL, or http on this machine, not "${endpoint}".`);
  }
  const site = v.safeParse(SiteId, neededOption(call, "site"));
  if (!site.success) throw new CommandError("bad-option", "--site must be the ID of a site.");
  const schedule = await asCommandError(() => readSchedule(endpoint, site.output));
  const rows = RETENTION_PERIOD_NAMES.map((name) => ({ name, ...rowOf(name, schedule) }));
  if (call.options["json"]) return out(JSON.stringify(Object.fromEntries(rows.map(({ name, ...row }) => [name, row]))));
  const cells = rows.map(({ name, days, min, max, ends, ...row }) =>
    [name, days, row.default, min, max, ends].map(String),
  );
  const table = [["period", "days", "default", "least", "most", "what it ends"], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) {
    out(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    );
  }
}

function rowOf(name: RetentionPeriod, schedule: Retention) {
  const { min, max, usual } = RETENTION_PERIODS[name];
  return { days: schedule[name], default: usual, min, max, ends: RETENTION_ENDS[name] };
}

/** The schedule in the site's manifest. Edges of protocol version 5 have none. */
async function readSchedule(endpoint: string, site: SiteId): Promise<Retention> {
  const url = new URL(EDGE_ROUTES.manifest.path.replace(":site", site), endpoint);
  const response = await fetch(url, { signal: AbortSignal.timeout(READ_TIMEOUT_MS) }).catch(() => undefined);
  if (!response) throw new OperatorsError("operators-unreachable", "The endpoint does not answer.");
  const answer = await readAnswer(Manifest, response);
  if (!answer.ok) throw new OperatorsError(answer.problem.code, answer.problem.title);
  const { retention } = answer.value;
  if (retention) return retention;
  throw new CommandError("operators-failed", "the edge's version has no schedule; upgrade it.");
}
