import { conditionsLine } from "../report/conditions.ts";
import { figure } from "../report/figure.ts";
import { jsonLine } from "../report/json-line.ts";
import type { PartOptions } from "../report/part-options.ts";
import { textTable } from "../report/text-table.ts";
import type { ArmResult, SetResult } from "./arms.ts";
import type { BatchSpeed } from "./batch-speed.ts";
import type { DictionaryAttack } from "./dictionary-attack.ts";
import { linkageAims } from "./linkage-aims.ts";
import type { LinkageResult } from "./linkage-bench.ts";
import { structureLines } from "./structure/structure-lines.ts";
import { worldLines } from "./world-lines.ts";
import { linkageYardstick } from "./yardsticks.ts";

/** Marks a peer above the private result. */
const LOST = "✗";
const share = (value: number | null) => (value === null ? "–" : value.toFixed(4));
/** A peer's figure, marked if the private result is lower. */
const beside = (theirs: number | null, ours: number | null) =>
  `${share(theirs)}${theirs !== null && (ours === null || ours < theirs) ? ` ${LOST}` : "  "}`;

const HEAD = [
  "data",
  "linker",
  "precision  ",
  "recall  ",
  "F1  ",
  "B³ F1  ",
  "groups F1",
  "false merges",
  "profiles",
  "s",
];

function armRow(set: string, name: string, arm: ArmResult): string[] {
  return [
    set,
    name,
    `${share(arm.pairPrecision)}  `,
    `${share(arm.pairRecall)}  `,
    `${share(arm.pairF1)}  `,
    `${share(arm.b3F1)}  `,
    share(arm.groupF1),
    share(arm.falseMergeRate),
    figure(arm.profiles),
    arm.seconds.toFixed(1),
  ];
}

function setRows(result: SetResult): string[][] {
  const ours = result.private;
  const peers = linkageYardstick(result.set)?.peers ?? [];
  return [
    armRow(result.set, "Sedge, private", ours),
    armRow("", "Sedge, clear text", result.clear),
    ...peers.map(({ name, precision, recall, pairF1, b3F1 }) => [
      "",
      name,
      beside(precision, ours.pairPrecision),
      beside(recall, ours.pairRecall),
      beside(pairF1, ours.pairF1),
      beside(b3F1, ours.b3F1),
      "",
      "",
      "",
      "",
    ]),
  ];
}

function prfLines({ prf, sets }: LinkageResult): string[] {
  const counts = sets.map(({ set, records, distinctTerms, termsPerRecord }) => [
    set,
    figure(records),
    figure(termsPerRecord),
    figure(distinctTerms),
  ]);
  const costs = prf.map((cost) => [
    cost.set,
    figure(cost.terms),
    figure(cost.seconds),
    figure(cost.msPerTerm),
    figure(cost.msPerRecord),
    cost.isSameAsKeyed ? "yes" : "NO",
  ]);
  const right = (columns: number) => ["left" as const, ...Array.from({ length: columns - 1 }, () => "right" as const)];
  return [
    ...(counts.length > 0
      ? ["Terms:", textTable(["data", "records", "terms per record", "distinct terms"], counts, right(4)), ""]
      : []),
    ...(costs.length > 0
      ? [
          "The PRF with both operators in this process, two threads (the figures above use a keyed hash instead):",
          textTable(
            ["data", "distinct terms", "s", "ms per term", "ms per record", "same profiles as the keyed hash"],
            costs,
            right(6),
          ),
          "",
        ]
      : []),
  ];
}

function frequencyLines({ frequency }: LinkageResult): string[] {
  if (frequency.length === 0) return [];
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  const rows = frequency.map((attack) => [
    `${attack.set}, ${attack.field}`,
    figure(attack.held),
    figure(attack.values),
    percent(attack.heldRead),
    percent(attack.valuesRead),
    percent(attack.commonest),
  ]);
  return [
    "Frequency attack on stolen tokens with the exact distribution of the attacked records (the worst case):",
    textTable(["field", "held values", "different", "held read", "different read", "commonest"], rows, [
      "left",
      "right",
      "right",
      "right",
      "right",
      "right",
    ]),
    "",
  ];
}

function dictionaryLines(attack: DictionaryAttack | null): string[] {
  if (!attack) return [];
  const hours = (attack.msPerGuess * attack.dictionary) / 3_600_000;
  return [
    `Dictionary of ${figure(attack.dictionary)} e-mail addresses against a stolen database with the tokens of ${attack.victims} of them:`,
    `  without a key          ${attack.foundWithoutKeys} found, with 42 hashes of every guess`,
    `  with one operator's    ${attack.foundWithOneKey} found in ${figure(attack.guessesWithOneKey)} guesses, including all victims;` +
      ` the whole dictionary would take ${figure(hours)} h of one core, and find none, because the other key is missing`,
    `  with both keys         ${attack.foundWithBothKeys} found in the same guesses, which is why two operators keep separate keys`,
    "",
  ];
}

function speedLines(speed: BatchSpeed | null): string[] {
  if (!speed) return [];
  return [
    `${figure(speed.records)} generated records linked in ${figure(speed.seconds)} s without the PRF ` +
      `(${figure(speed.termSeconds)} s of it for terms), ${figure(speed.termsPerRecord)} terms per record, ` +
      `F1 ${share(speed.pairF1)}, B³ ${share(speed.b3F1)}, ${figure(speed.peakMegabytes)} MB at most`,
    "",
  ];
}

function liveLines({ live }: LinkageResult): string[] {
  if (live.length === 0) return [];
  const rows = live.map(({ profiles, p50Ms, p95Ms, edges }) => [
    figure(profiles),
    figure(p50Ms),
    figure(p95Ms),
    figure(edges),
  ]);
  return [
    `A new record at an edge on workerd, from request to link, ${figure(live[0]?.records ?? 0)} one at a time:`,
    textTable(["known profiles", "p50 ms", "p95 ms", "edges per record"], rows, ["right", "right", "right", "right"]),
    "",
  ];
}

/** The results as text, with JSON in the last line. */
export function linkageReport(result: LinkageResult, { json }: PartOptions): string {
  const aims = linkageAims(result);
  const line = jsonLine({
    bench: "linkage",
    conditions: { ...result.conditions },
    sets: result.sets.map((set) => ({ ...set, private: { ...set.private }, clear: { ...set.clear } })),
    worlds: result.worlds.map((world) => ({ ...world, reliability: world.reliability.map((row) => ({ ...row })) })),
    prf: result.prf.map((cost) => ({ ...cost })),
    speed: result.speed && { ...result.speed },
    live: result.live.map((size) => ({ ...size })),
    dictionary: result.dictionary && { ...result.dictionary },
    frequency: result.frequency.map((attack) => ({ ...attack })),
    structure: result.structure.map((attack) => ({ ...attack, read: { ...attack.read } })),
    aims: aims.map((aim) => ({ ...aim })),
    skipped: [...result.skipped],
  });
  if (json) return line;
  const rows = result.sets.flatMap(setRows);
  const align = HEAD.map((_, column) => (column < 2 ? ("left" as const) : ("right" as const)));
  return [
    conditionsLine(result.conditions),
    "",
    ...(rows.length > 0 ? [textTable(HEAD, rows, align), ""] : []),
    ...worldLines(result.worlds),
    ...prfLines(result),
    ...frequencyLines(result),
    ...structureLines(result.structure),
    ...dictionaryLines(result.dictionary),
    ...speedLines(result.speed),
    ...liveLines(result),
    `${LOST} marks a peer above the private result. Peers see names in clear; their figures are published, not measured here.`,
    ...aims.map(
      ({ name, value, wanted, isMet }) => `${isMet ? "met   " : "MISSED"}  ${name}: ${value}, wanted ${wanted}`,
    ),
    ...result.skipped.map((name) => `${name}: skipped, no data`),
    "",
    line,
  ].join("\n");
}
