import { CommandError } from "../command-error.ts";
import { csvLine } from "../csv/csv-line.ts";
import { replaceFile } from "../files/replace-file.ts";
import { leftOut } from "../left-out.ts";
import { asCommandError } from "../operators/operators-error.ts";
import type { Call } from "../options.ts";
import { openPeople, type PeopleFile, type PersonRow, requireIdentity } from "../people-file/people-file.ts";
import { type LandingLinkResult, offerLandingLinks } from "../push/live/offer-landing-links.ts";
import { readable } from "../push/push-file.ts";
import { PushSession } from "../push/push-session.ts";
import { ledgerFile, NO_LEDGER } from "../push/send/wire-ledger.ts";
import { isSafeUrl } from "../operators/operator-options.ts";
import { STDERR, stageProgress } from "../progress/stage-progress.ts";
import type { Terminal } from "../terminal.ts";
import { countLandingLink, type LandingLinkCounts, landingLinkFigures, noLandingLinks } from "./landing-link-counts.ts";
import { type LandingLinksCall, landingLinksCall } from "./landing-links-call.ts";
import { landingLink } from "./landing-url.ts";

/** Recipients whose offers are created and delivered before the next are read: ten deliveries. */
const BATCH_SIZE = 640;
/** Anyone who can read the output can follow the links in the recipients' place. */
const OWNER_ALONE = 0o600;

/** `sedge landing-links --channel CHANNEL --file FILE --output FILE …`. @throws CommandError */
export async function landingLinksCommand(given: Call, terminal: Terminal): Promise<void> {
  const call = landingLinksCall(given);
  const { out, note } = terminal;
  const people = await openPeople(call.file, call.mapping, requireIdentity, call.urlColumn);
  note(people.use);
  if (!call.skipsBad) await check(people, call);
  const ledger = call.ledger === undefined ? NO_LEDGER : ledgerFile(call.ledger);
  try {
    await asCommandError(async () => {
      const { operators, state, previousKey } = call;
      const session = await PushSession.open({
        ...operators,
        fetch,
        state,
        ledger,
        ...(previousKey && { previousKey }),
      });
      try {
        const counts = noLandingLinks();
        const lines = await linesOf(session, people, call, counts, note);
        replaceFile(call.output, lines.join(""), OWNER_ALONE);
        out(call.isJson ? JSON.stringify(counts) : `${landingLinkFigures(counts)}: ${call.output}`);
      } finally {
        session.close();
      }
    });
  } finally {
    ledger.close();
  }
}

/** Validates every row before offering anything, so that a mailing is never half done. */
async function check(people: PeopleFile, call: LandingLinksCall): Promise<void> {
  const progress = stageProgress("checking", STDERR);
  for await (const row of people.rows({ skip: undefined, progress })) checkUrl(row, call);
}

/**
 * The lines of the output. They stay in memory until the last offer is accepted, so that no partial output is on disk.
 */
async function linesOf(
  session: PushSession,
  people: PeopleFile,
  call: LandingLinksCall,
  counts: LandingLinkCounts,
  note: (line: string) => void,
): Promise<string[]> {
  const isLinked = call.url !== undefined || call.urlColumn !== undefined;
  const lines = [`row,id,${isLinked ? "link" : "fragment"},until\n`];
  const report = leftOut(note);
  const skip = (error: CommandError) => {
    counts.skipped += 1;
    report(error);
  };
  const bar = stageProgress("offering", STDERR);
  let share = 0;
  let batch: PersonRow[] = [];
  const offer = async () => {
    const results = await resultsOf(session, people, batch, call);
    for (const [index, row] of batch.entries()) {
      const result = results[index] ?? "unknown";
      countLandingLink(counts, result);
      lines.push(lineOf(row, result, call));
    }
    batch = [];
    bar(share);
  };
  for await (const row of people.rows({ skip: call.skipsBad ? skip : undefined, progress: (now) => (share = now) })) {
    const bad = readable(() => checkUrl(row, call));
    if (bad) {
      if (!call.skipsBad) throw bad;
      skip(bad);
      continue;
    }
    batch.push(row);
    if (batch.length >= BATCH_SIZE) await offer();
  }
  share = 1;
  await offer();
  return lines;
}

/** Applies the file's own consent column in addition to the stored receipt. */
async function resultsOf(
  session: PushSession,
  { hasConsent }: PeopleFile,
  rows: readonly PersonRow[],
  { days }: LandingLinksCall,
): Promise<LandingLinkResult[]> {
  const asked = rows.filter(({ consent }) => !hasConsent || consent === "yes");
  const recipients = asked.map(({ identifiers = {}, country }) => ({ identifiers, country }));
  const results = await offerLandingLinks(session, recipients, days);
  const byRow = new Map(asked.map((row, index) => [row, results[index]]));
  return rows.map((row) => byRow.get(row) ?? (row.consent === "withdrawn" ? "withdrawn" : "without-consent"));
}

function lineOf({ number, id, extra }: PersonRow, result: LandingLinkResult, call: LandingLinksCall): string {
  const { fragment, until } = typeof result === "object" ? result : {};
  const url = call.urlColumn === undefined ? call.url : extra;
  const link = url === undefined ? (fragment ?? "") : landingLink(url, call.operators.channel, fragment);
  const time = until === undefined ? "" : new Date(until * 1_000).toISOString();
  return `${csvLine([String(number), id, link, time])}\n`;
}

function checkUrl({ extra, place }: PersonRow, { urlColumn }: LandingLinksCall): void {
  if (urlColumn === undefined || isSafeUrl(extra)) return;
  const what = extra === "" ? "is empty; every row needs a URL" : "is not an https URL";
  throw new CommandError(extra === "" ? "missing-value" : "bad-value", `${place}, column "${urlColumn}" ${what}.`);
}
