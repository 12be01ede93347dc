import { leftOut } from "../left-out.ts";
import { asCommandError } from "../operators/operators-error.ts";
import type { Call } from "../options.ts";
import { STDERR, stageProgress } from "../progress/stage-progress.ts";
import type { Terminal } from "../terminal.ts";
import { addCounts, type IntakeCounts, noCounts } from "./intake-counts.ts";
import { explainFile } from "./explain-file.ts";
import { explainCall, type PushCall, pushCall } from "./push-call.ts";
import { fileIsDone, pushFile, type RecordFile } from "./push-file.ts";
import { PushSession } from "./push-session.ts";
import { columnUse, useLine } from "./read/column-use.ts";
import { openMapped } from "./read/joined-source.ts";
import { surveyed } from "./read/read-mapping.ts";
import { recordReader } from "./read/record-reader.ts";
import { UnreadCells } from "./unread-cells.ts";
import { dryRun } from "./send/dry-run.ts";
import { ledgerFile, NO_LEDGER } from "./send/wire-ledger.ts";
import type { DeliveryCounts } from "./send/outbox-sender.ts";

/** `sedge push --channel CHANNEL --file FILE …`. @throws CommandError */
export async function pushCommand(given: Call, terminal: Terminal): Promise<void> {
  if (given.options["explain"] === true) {
    const { files, mapping, adapter } = explainCall(given);
    for (const file of files) for (const line of await explainFile(file, mapping, adapter)) terminal.out(line);
    return;
  }
  const call = pushCall(given);
  await asCommandError(() => push(call, terminal));
}

async function push(call: PushCall, { out, note }: Terminal): Promise<void> {
  const files: RecordFile[] = [];
  for (const file of call.files) files.push(await openFile(file, call, note));
  const ledger = call.ledger === undefined || call.isDry ? NO_LEDGER : ledgerFile(call.ledger);
  const { operators, state, previousKey } = call;
  const options = { ...operators, fetch, state, ledger, ...(previousKey && { previousKey }) };
  const session = call.isDry ? await dryRun(options, out) : await PushSession.open(options);
  try {
    const counts = noCounts();
    for (const file of files) addCounts(counts, await ingest(session, file, call, note));
    const bar = stageProgress("sending", STDERR);
    const all = session.settle();
    let sent = 0;
    const delivered = await session.flush((items) => bar((sent += items) / Math.max(sent, all)));
    bar(1);
    for (const { file } of files) fileIsDone(session.deps.state, file);
    if (call.isDry) return note(pushFigures(counts, delivered, true).join("\n"));
    if (call.isJson) return out(pushJson(counts, delivered));
    for (const line of pushFigures(counts, delivered, false)) out(line);
  } finally {
    session.close();
    ledger.close();
  }
}

async function openFile(
  file: string,
  { mapping, adapter }: PushCall,
  note: (line: string) => void,
): Promise<RecordFile> {
  const { source, mapping: whole } = await openMapped(file, mapping);
  const use = columnUse(file, source.columns, whole, adapter);
  for (const line of [useLine(file, source.columns, use), ...(source.notes ?? [])]) note(line);
  const now = () => Date.now() / 1_000;
  const { mapping: read, assumptions } = await surveyed(source, use, whole, now());
  for (const line of assumptions) note(`${file}: ${line}`);
  return { file, source, reader: recordReader(source.columns, use, read, adapter, now) };
}

async function ingest(
  { deps: { state }, intake }: PushSession,
  file: RecordFile,
  { skipsBad }: PushCall,
  note: (line: string) => void,
): Promise<IntakeCounts> {
  const unread = new UnreadCells();
  const bars = { checking: stageProgress("checking", STDERR), reading: stageProgress("reading", STDERR) };
  const counts = await pushFile({ state, intake }, file, {
    skip: skipsBad ? leftOut(note) : undefined,
    progress: (stage, share) => bars[stage](share),
    read: (record) => unread.add(record),
  });
  if (unread.lines.length > 0) note(`${file.file}: unread cells: ${unread.lines.join(", ")}`);
  return counts;
}

const TITLES: Readonly<Record<keyof IntakeCounts, string>> = {
  accepted: "records accepted",
  repeated: "already counted",
  withoutConsent: "without consent, not used",
  unstatedConsent: "without a stated consent, which change nothing",
  continuations: "further rows of a record",
  outdatedConsent: "with consent to another policy version, not used",
  withdrawnSince: "of people who have withdrawn since, not used",
  withdrawals: "withdrawals",
  unidentified: "without a person",
  skipped: "skipped",
  unreadableIdentifiers: "invalid identifiers",
};

/** The results of a push as lines of text. `isDry`: nothing was sent. */
function pushFigures(counts: IntakeCounts, { delivered, refused, waiting }: DeliveryCounts, isDry: boolean): string[] {
  const lines = Object.entries(TITLES).flatMap(([name, title]) => {
    const count = counts[name as keyof IntakeCounts];
    return count > 0 || name === "accepted" ? [`${count} ${title}`] : [];
  });
  const refusals = Object.entries(refused).map(([code, count]) => `${count} refused: ${code}`);
  return [
    lines.join("; "),
    [`${delivered} messages ${isDry ? "would be delivered" : "delivered"}`, ...refusals].join("; "),
    ...(waiting > 0 ? [`${waiting} messages are waiting for the next run`] : []),
  ];
}

/** The results as one line of JSON. */
function pushJson(counts: IntakeCounts, { delivered, refused, waiting }: DeliveryCounts): string {
  return JSON.stringify({ ...counts, delivered, refused, waiting });
}
