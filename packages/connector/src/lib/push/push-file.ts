import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { CommandError } from "../command-error.ts";
import type { RowSource } from "../rows/row-source.ts";
import type { Intake } from "./intake.ts";
import { addCounts, type IntakeCounts, noCounts } from "./intake-counts.ts";
import type { RecordReader } from "./read/record-reader.ts";
import type { ChannelRecord } from "./record/channel-record.ts";
import type { PushState } from "./state/push-state.ts";

/** Records that are taken in one transaction: so many, or fewer that say a lot of their people. */
const BATCH_WEIGHT = 4_000;
/** What a record weighs that describes its person, in terms that are evaluated one by one. */
const DESCRIBED_WEIGHT = 20;
/** The head of a file that tells it from another. */
const HEAD_BYTES = 65_536;

/** A file of records, and how it is read. */
export interface RecordFile {
  readonly file: string;
  readonly source: RowSource;
  readonly reader: RecordReader;
}

/** How the reading is followed. */
export interface FileOptions {
  /** Told of each row that is left out; without it the file is checked as a whole before any of it is taken. */
  readonly skip: ((error: CommandError) => void) | undefined;
  /** Told how much of the file is read, 0 to 1. */
  readonly progress: (stage: "checking" | "reading", share: number) => void;
}

/**
 * Takes the records of a file into the state. How far it came is noted with what was taken, so that a reading that was cut
 * off goes on there. After {@link fileIsDone} a file is read from its start, and what was counted counts no second time.
 *
 * @throws CommandError for a row that cannot be read, by file, line and column: then nothing of the file was taken. What
 *   `Intake.take` throws.
 */
export async function pushFile(
  { state, intake }: { readonly state: PushState; readonly intake: Intake },
  { file, source, reader }: RecordFile,
  { skip, progress }: FileOptions,
): Promise<IntakeCounts> {
  const hash = state.key.hash("file", fingerprint(file));
  const done = state.files.read(hash) ?? 0;
  // What was begun has been checked.
  if (!skip && done === 0) await check({ file, source, reader }, progress);
  const counts = noCounts();
  let batch: ChannelRecord[] = [];
  let weight = 0;
  let last = done;
  const take = async () => {
    const rows = last;
    addCounts(counts, await intake.take(batch, () => state.files.write(hash, rows)));
    [batch, weight] = [[], 0];
  };
  for await (const { number, place, share, cells } of source.rows(reader.columns)) {
    if (number <= done) continue;
    const record = cells instanceof CommandError ? cells : readable(() => reader.read(cells, place));
    last = number;
    if (record instanceof CommandError) {
      if (!skip) throw record;
      skip(record);
      counts.skipped += 1;
      continue;
    }
    batch.push(record);
    weight += record.person ? DESCRIBED_WEIGHT : 1;
    if (weight < BATCH_WEIGHT) continue;
    await take();
    progress("reading", share);
  }
  await take();
  progress("reading", 1);
  return counts;
}

/** Notes that all was said that follows from a file: from now on it is read from its start again. */
export function fileIsDone(state: PushState, file: string): void {
  state.atomically(() => state.files.drop(state.key.hash("file", fingerprint(file))));
}

/** Reads every row and takes none. */
async function check({ source, reader }: RecordFile, progress: FileOptions["progress"]): Promise<void> {
  let rows = 0;
  for await (const { place, share, cells } of source.rows(reader.columns)) {
    if (cells instanceof CommandError) throw cells;
    reader.read(cells, place);
    rows += 1;
    if (rows % BATCH_WEIGHT === 0) progress("checking", share);
  }
  progress("checking", 1);
}

/** What is read, or why it can't be. */
export function readable<Result>(read: () => Result): Result | CommandError {
  try {
    return read();
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}

/** Tells a file from others and from what it was before: its size, when it was written, and its beginning. */
function fingerprint(file: string): string {
  const { size, mtimeMs } = statSync(file);
  const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
  const opened = openSync(file, "r");
  try {
    readSync(opened, head);
  } finally {
    closeSync(opened);
  }
  return JSON.stringify([size, mtimeMs, createHash("sha256").update(head).digest("base64url")]);
}
