import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { CommandError } from "../command-error.ts";
import { RowErrors } from "../rows/row-errors.ts";
import type { Intake } from "./intake.ts";
import { addCounts, type IntakeCounts, noCounts } from "./intake-counts.ts";
import type { RecordSource } from "./read/continuation-rows.ts";
import type { RecordReader } from "./read/record-reader.ts";
import type { ChannelRecord } from "./record/channel-record.ts";
import type { PushState } from "./state/push-state.ts";

/** Total weight of the records in one transaction. */
const BATCH_WEIGHT = 4_000;
/** Weight of a record with a description, whose terms are evaluated one by one. */
const DESCRIBED_WEIGHT = 20;
/** Bytes at the start of a file that identify it. */
const HEAD_BYTES = 65_536;

/** A file of records with its reader. */
export interface RecordFile {
  readonly file: string;
  readonly source: RecordSource;
  readonly reader: RecordReader;
}

/** Options of reading a file. */
export interface FileOptions {
  /** Called for each skipped row. Without it, the whole file is validated before any record is ingested. */
  readonly skip: ((error: CommandError) => void) | undefined;
  /** Called with the share of the file that is read, 0 to 1. */
  readonly progress: (stage: "checking" | "reading", share: number) => void;
  /** Called with each record that is read. */
  readonly read?: (record: ChannelRecord) => void;
}

/**
 * Ingests a file's records into the state. Stores the position in the same transaction, so that an interrupted run
 * continues there. After {@link fileIsDone}, a file is read from its start again; records already counted are not
 * counted twice.
 *
 * @throws CommandError for an unreadable row, by file, line and column, with nothing ingested; whatever `Intake.ingest`
 *   throws.
 */
export async function pushFile(
  { state, intake }: { readonly state: PushState; readonly intake: Intake },
  { file, source, reader }: RecordFile,
  { skip, progress, read }: FileOptions,
): Promise<IntakeCounts> {
  const hash = state.key.hash("file", fingerprint(file));
  const done = state.files.read(hash) ?? 0;
  // A file that was begun has been validated.
  if (!skip && done === 0) await check({ file, source, reader }, progress);
  const counts = noCounts();
  let batch: ChannelRecord[] = [];
  let weight = 0;
  let last = done;
  const ingest = async () => {
    const rows = last;
    addCounts(counts, await intake.ingest(batch, () => state.files.write(hash, rows)));
    [batch, weight] = [[], 0];
  };
  for await (const { number, place, share, cells, numbers, continues } of source.rows(reader.columns)) {
    if (number <= done) continue;
    if (continues === true) {
      last = number;
      counts.continuations += 1;
      continue;
    }
    const record = cells instanceof CommandError ? cells : readable(() => reader.read(cells, place, numbers));
    last = number;
    if (record instanceof CommandError) {
      if (!skip) throw record;
      skip(record);
      counts.skipped += 1;
      continue;
    }
    read?.(record);
    batch.push(record);
    weight += record.person ? DESCRIBED_WEIGHT : 1;
    if (weight < BATCH_WEIGHT) continue;
    await ingest();
    progress("reading", share);
  }
  await ingest();
  progress("reading", 1);
  return counts;
}

/** Marks a file as fully sent: the next run reads it from its start. */
export function fileIsDone(state: PushState, file: string): void {
  state.atomically(() => state.files.drop(state.key.hash("file", fingerprint(file))));
}

/** Validates every row without ingesting any. The error names all of the invalid rows. */
async function check({ source, reader }: RecordFile, progress: FileOptions["progress"]): Promise<void> {
  let rows = 0;
  const errors = new RowErrors();
  for await (const { place, share, cells, numbers, continues } of source.rows(reader.columns)) {
    const record =
      cells instanceof CommandError || continues === true ? cells : readable(() => reader.read(cells, place, numbers));
    if (record instanceof CommandError) errors.add(record);
    rows += 1;
    if (rows % BATCH_WEIGHT === 0) progress("checking", share);
  }
  progress("checking", 1);
  errors.throwIfAny();
}

/** The result of `read`, or the CommandError that it throws. */
export function readable<Result>(read: () => Result): Result | CommandError {
  try {
    return read();
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}

/** Identifies a file and its version: size, modification time, and first bytes. */
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
