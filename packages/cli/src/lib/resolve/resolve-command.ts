import { rmSync } from "node:fs";
import type { LinkageStage } from "@sedge/linkage/linkage";
import { type Call, type CommandError, type Terminal } from "@sedge/connector/command-line";
import { replaceFile } from "@sedge/connector/files";
import { forecast, forecastLine } from "./forecast.ts";
import { columnLine } from "./column-lines.ts";
import { fitLines } from "./fit-lines.ts";
import { resolveEntities } from "./resolve-entities.ts";
import { NO_MAPPING, readMapping } from "./mapping.ts";
import { profileFile } from "./profile-lines.ts";
import { type ReadRecords, readRecords } from "./read-records.ts";
import { recordTokens } from "./record-tokens.ts";
import { type ResolveCall, resolveCall } from "./resolve-call.ts";
import { figureLines, figuresJson, resolveFigures } from "./resolve-figures.ts";
import { STDERR, stageProgress } from "@sedge/connector/progress";
import { eachTerm, tokenRecords } from "./token-records.ts";

/** Skipped rows that are reported individually. */
const MAX_NAMED = 50;

/** `sedge resolve --input FILE … --output FILE`. */
export async function resolveCommand(given: Call, { out, note }: Terminal): Promise<void> {
  const call = resolveCall(given);
  const start = performance.now();
  const read = await readInputs(call, note);
  for (const line of [...read.inputs.map(columnLine), ...read.notes]) note(line);
  const tokenOf = await tokensOf(read, call, note);
  const { memberships, signs } = resolveEntities(
    tokenRecords(read.people, tokenOf),
    linkingProgress(),
    call.isOncePerInput ? read.origins.map(({ input }) => input) : undefined,
  );
  for (const line of fitLines(signs, read.inputs.length, call.isOncePerInput)) note(line);
  if (call.output !== undefined) {
    replaceFile(call.output, profileFile(read, memberships));
    rmSync(journalOf(call.output), { force: true });
  }
  const profiles = memberships.map(({ profile }) => profile);
  const figures = resolveFigures(profiles, read.truths, (performance.now() - start) / 1_000);
  if (call.isJson) return out(figuresJson(figures));
  const found = `${counted(profiles.length, "record")}, ${counted(new Set(profiles).size, "profile")}, ${figures.seconds.toFixed(1)} s`;
  out(call.output === undefined ? found : `${found}: ${call.output}`);
  for (const line of figureLines(figures)) out(line);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

async function readInputs(call: ResolveCall, note: (line: string) => void): Promise<ReadRecords> {
  const skipped: CommandError[] = [];
  const read = await readRecords(call.inputs, {
    mapping: call.map === undefined ? NO_MAPPING : readMapping(call.map),
    mappingFile: call.map ?? "",
    truth: call.truth,
    country: call.country,
    skip: call.skipsBad ? (error) => skipped.push(error) : undefined,
    progress: stageProgress("reading", STDERR),
  });
  for (const { message } of skipped.slice(0, MAX_NAMED)) note(`skipped: ${message}`);
  if (skipped.length > MAX_NAMED) note(`skipped: ${skipped.length - MAX_NAMED} more rows`);
  return read;
}

const STAGES: Readonly<Record<LinkageStage, string>> = {
  read: "comparing",
  block: "comparing",
  learn: "learning",
  score: "scoring",
  cluster: "clustering",
};

/** A progress bar for each stage of the linker. */
function linkingProgress(): (stage: LinkageStage, share: number) => void {
  const bars = new Map<LinkageStage, (share: number) => void>();
  return (stage, share) => {
    const bar = bars.get(stage) ?? stageProgress(STAGES[stage], STDERR);
    bars.set(stage, bar);
    bar(share);
  };
}

/** The file from which an interrupted run with `--endpoint` goes on; removed when the output is written. */
function journalOf(output: string): string {
  return `${output}.tokens`;
}

async function tokensOf({ people }: ReadRecords, call: ResolveCall, note: (line: string) => void) {
  const options = { connection: call.operators };
  const expected = await forecast(people, options);
  if (expected) note(forecastLine(expected));
  const progress = stageProgress("tokens", STDERR);
  const journal = call.output === undefined || !call.operators ? undefined : journalOf(call.output);
  const onResume = (known: number) => note(`${known} terms have their tokens already, in ${journal}`);
  const { tokenOf, terms, milliseconds } = await recordTokens(eachTerm(people, progress), {
    ...options,
    journal,
    onResume,
  });
  const a = (count: number) => (count === 0 ? "0" : (milliseconds / count).toPrecision(3));
  note(
    `${terms} distinct terms of ${people.length} records, evaluated ${call.operators ? "by both operators" : "with the sum of both operators' keys"}: ` +
      `${a(terms)} ms a term, ${a(people.length)} ms a record`,
  );
  return tokenOf;
}
