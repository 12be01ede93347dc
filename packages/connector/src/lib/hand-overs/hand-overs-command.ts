import { CommandError } from "../command-error.ts";
import { csvLine } from "../csv/csv-line.ts";
import { replaceFile } from "../files/replace-file.ts";
import { leftOut } from "../left-out.ts";
import { asCommandError } from "../operators/as-command-error.ts";
import { readCall } from "../options.ts";
import { openPeople, type PeopleFile, type PersonRow, saysWho } from "../people-file/people-file.ts";
import { type HandOverOutcome, offerHandOvers } from "../push/live/offer-hand-overs.ts";
import { readable } from "../push/push-file.ts";
import { PushSession } from "../push/push-session.ts";
import { ledgerFile, NO_LEDGER } from "../push/send/wire-ledger.ts";
import { isSafeUrl } from "../resolve/operator-options.ts";
import { STDERR, stageProgress } from "../resolve/stage-progress.ts";
import type { Terminal } from "../terminal.ts";
import { countHandOver, type HandOverCounts, handOverFigures, noHandOvers } from "./hand-over-counts.ts";
import { HAND_OVERS_FLAGS, HAND_OVERS_OPTIONS, type HandOversCall, handOversCall } from "./hand-overs-call.ts";
import { landingLink } from "./landing-link.ts";
import { HAND_OVERS_USAGE } from "./usage.ts";

/** Recipients whose offers are made and delivered before the next are read: ten deliveries. */
const AT_ONCE = 640;
/** Whoever reads the output can follow the links in the recipients' place. */
const OWNER_ALONE = 0o600;

/** `sedge hand-overs --channel CHANNEL --file FILE --output FILE …`. @throws CommandError */
export async function handOversCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const given = readCall(args, HAND_OVERS_OPTIONS, HAND_OVERS_FLAGS);
  if (given.options["help"]) return terminal.out(HAND_OVERS_USAGE);
  const call = handOversCall(given);
  const { out, note } = terminal;
  const people = await openPeople(call.file, call.mapping, saysWho, call.urlColumn);
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
        const counts = noHandOvers();
        const lines = await linesOf(session, people, call, counts, note);
        replaceFile(call.output, lines.join(""), OWNER_ALONE);
        out(call.isJson ? JSON.stringify(counts) : `${handOverFigures(counts)}: ${call.output}`);
      } finally {
        session.close();
      }
    });
  } finally {
    ledger.close();
  }
}

/** Reads every row before anything is offered: half a mailing is none. */
async function check(people: PeopleFile, call: HandOversCall): Promise<void> {
  const progress = stageProgress("checking", STDERR);
  for await (const row of people.rows({ skip: undefined, progress })) checkUrl(row, call);
}

/** The output's lines. They are held until the last offer is taken, as is no part of them on the disk. */
async function linesOf(
  session: PushSession,
  people: PeopleFile,
  call: HandOversCall,
  counts: HandOverCounts,
  note: (line: string) => void,
): Promise<string[]> {
  const isLinked = call.url !== undefined || call.urlColumn !== undefined;
  const lines = [`row,id,${isLinked ? "link" : "fragment"},until\n`];
  const tell = leftOut(note);
  const skip = (error: CommandError) => {
    counts.skipped += 1;
    tell(error);
  };
  const bar = stageProgress("offering", STDERR);
  let share = 0;
  let batch: PersonRow[] = [];
  const offer = async () => {
    const outcomes = await outcomesOf(session, people, batch, call);
    for (const [index, row] of batch.entries()) {
      const outcome = outcomes[index] ?? "unknown";
      countHandOver(counts, outcome);
      lines.push(lineOf(row, outcome, call));
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
    if (batch.length >= AT_ONCE) await offer();
  }
  share = 1;
  await offer();
  return lines;
}

/** What the file itself says of consent counts beside what is on file. */
async function outcomesOf(
  session: PushSession,
  { saysConsent }: PeopleFile,
  rows: readonly PersonRow[],
  { days }: HandOversCall,
): Promise<HandOverOutcome[]> {
  const asked = rows.filter(({ consent }) => !saysConsent || consent === "yes");
  const recipients = asked.map(({ identifiers = {}, country }) => ({ identifiers, country }));
  const outcomes = await offerHandOvers(session, recipients, days);
  const byRow = new Map(asked.map((row, index) => [row, outcomes[index]]));
  return rows.map((row) => byRow.get(row) ?? (row.consent === "withdrawn" ? "withdrawn" : "without-consent"));
}

function lineOf({ number, id, extra }: PersonRow, outcome: HandOverOutcome, call: HandOversCall): string {
  const { fragment, until } = typeof outcome === "object" ? outcome : {};
  const url = call.urlColumn === undefined ? call.url : extra;
  const carried = url === undefined ? (fragment ?? "") : landingLink(url, call.operators.channel, fragment);
  const time = until === undefined ? "" : new Date(until * 1_000).toISOString();
  return `${csvLine([String(number), id, carried, time])}\n`;
}

function checkUrl({ extra, place }: PersonRow, { urlColumn }: HandOversCall): void {
  if (urlColumn === undefined || isSafeUrl(extra)) return;
  const what = extra === "" ? "is empty, and a link has to lead somewhere" : "is no https URL";
  throw new CommandError(extra === "" ? "missing-value" : "bad-value", `${place}, column "${urlColumn}" ${what}.`);
}
