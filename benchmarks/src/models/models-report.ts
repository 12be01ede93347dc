import { conditionsLine } from "../report/conditions.ts";
import { figure } from "../report/figure.ts";
import { jsonLine } from "../report/json-line.ts";
import { textTable } from "../report/text-table.ts";
import type { ModelScore } from "./model-score.ts";
import type { ModelsResult } from "./models-bench.ts";
import type { ModelsOptions } from "./models-options.ts";
import { MOST_ECE, yardstickFor } from "./yardsticks.ts";

/** Marks a peer above our figure, and a missed target. */
const LOST = "✗";

const share = (value: number | null) => (value === null ? "–" : value.toFixed(4));
/** A peer's figure, marked if ours is lower. */
const beside = (theirs: number | null, ours: number | null) =>
  theirs === null ? "–" : `${share(theirs)}${ours === null || ours < theirs ? ` ${LOST}` : "  "}`;

/** Whether a score meets its target; undefined without a target. */
function reaches({ model, measure, value }: ModelScore): boolean | undefined {
  const aim = yardstickFor(model, measure)?.aim ?? null;
  return aim === null ? undefined : value !== null && value >= aim;
}

/** Whether a score's probabilities are calibrated; undefined without a calibration error. */
const isCalibrated = ({ ece }: ModelScore) => (ece === null ? undefined : ece <= MOST_ECE);

function rowOf(score: ModelScore): string[] {
  const yardstick = yardstickFor(score.model, score.measure);
  return [
    score.model,
    score.measure,
    figure(score.rows),
    share(score.value),
    beside(yardstick?.aim ?? null, score.value),
    beside(yardstick?.small ?? null, score.value),
    beside(yardstick?.best ?? null, score.value),
    `${share(score.ece)}${isCalibrated(score) === false ? ` ${LOST}` : "  "}`,
    figure(score.bytes / 1_000),
    figure(score.msPerRow),
  ];
}

const HEAD = [
  "model",
  "measure",
  "rows",
  "Sedge",
  "aim  ",
  "small, run  ",
  "best stated  ",
  "ECE  ",
  "weights, KB",
  "ms per row",
];

/** The results as text, with JSON in the last line. */
export function modelsReport({ conditions, models }: ModelsResult, { json }: ModelsOptions): string {
  const scores = models.flatMap(({ scores }) => (typeof scores === "string" ? [] : scores));
  const reasons = models.flatMap(({ model, scores }) => (typeof scores === "string" ? [[model, scores] as const] : []));
  const skipped = [...new Map(reasons)].map(([model, why]) => ({ model, why }));
  const aims = scores.map(reaches).filter((reached) => reached !== undefined);
  const calibrated = scores.map(isCalibrated).filter((is) => is !== undefined);
  const line = jsonLine({
    bench: "models",
    conditions: { ...conditions },
    scores: scores.map((score) => {
      const { aim = null, small = null, best = null } = yardstickFor(score.model, score.measure) ?? {};
      return { ...score, aim, small, best, isMet: reaches(score) ?? null, isCalibrated: isCalibrated(score) ?? null };
    }),
    skipped,
  });
  if (json) return line;
  const peers = new Set(
    scores.flatMap(({ model, measure }) => {
      const found = yardstickFor(model, measure);
      return found ? [`  ${model}: ${found.peers}`] : [];
    }),
  );
  const met = aims.filter(Boolean).length;
  return [
    conditionsLine(conditions),
    "",
    textTable(HEAD, scores.map(rowOf), ["left", "left", ...HEAD.slice(2).map(() => "right" as const)]),
    "",
    `${LOST} beside an aim or a peer: Sedge is below it. Beside a calibration error: it is above ${MOST_ECE}.`,
    `Aims met: ${met} of ${aims.length}. Calibrated: ${calibrated.filter(Boolean).length} of ${calibrated.length}.`,
    "Peers (small, run by us; best stated by its authors):",
    ...peers,
    ...skipped.map(({ model, why }) => `${model}: ${why === "no data" ? "skipped, no data" : why}`),
    "",
    line,
  ].join("\n");
}
