import type { TextModelManifest } from "@sedge/features/text-model-manifest";
import { auc } from "../auc.ts";
import { fitScopeScore, type ScopeScore, scopeScoreOf, scopeSigns, type SignName } from "./scope-score.ts";

type OutOfScope = NonNullable<TextModelManifest["outOfScope"]>;

/** A row as a network that did not learn from it answers. */
export interface ScopeRow {
  readonly logits: Float64Array;
  /** How many of the logits are of classes. */
  readonly classes: number;
  /** Number of the network that answered. */
  readonly part: number;
}

/** A row within scope, and whether its likeliest class is right. */
export interface WithinRow extends ScopeRow {
  readonly isRight: boolean;
}

/** What a refusal is chosen from. */
export interface RefusalRows {
  readonly within: readonly WithinRow[];
  /** Texts that are labelled as out of scope, or of classes that the network that answers was not taught. */
  readonly outside: readonly ScopeRow[];
  /** Texts of no site's. They choose the threshold, and no weight. */
  readonly background?: readonly ScopeRow[];
  readonly temperature: number;
  /** Whether a background unit follows the classes' own. */
  readonly hasBackground: boolean;
  /** Share of the texts within scope that are refused, as far as the rows show; undefined: chosen. */
  readonly refuseShare?: number | undefined;
}

/** Share of right answers that may be refused where texts out of scope taught a background unit. */
const GIVEN_UP = 0.0075;
/** The most, where they did not: the score is weaker, and a wrong answer costs more than a refusal. */
const MOST_GIVEN_UP = 0.05;
/** Fewer in-scope rows than this do not show where that share lies: the threshold is then at least .5. */
const FEW_ROWS = 200;
/** How much a refused text out of scope is worth, if a right answer within scope is worth 1. */
const REFUSAL_WORTH = 0.5;
/** How much better a learnt score must separate held-out intents, as AUROC. */
const WIN = 0.002;

const six = (x: number) => Number(x.toPrecision(6));

/** When a text model refuses: its out-of-scope score and the threshold. */
export function refusalOf(rows: RefusalRows): OutOfScope {
  const score = rows.hasBackground ? fitted(rows, ["calm", "background", "surprise"]) : unlabelledScore(rows);
  return { ...score, threshold: six(Math.min(1, thresholdOf(score, rows))) };
}

const signsOf = ({ logits, classes }: ScopeRow, temperature: number) => scopeSigns(logits, classes, temperature);

function fitted({ within, outside, temperature }: RefusalRows, names: readonly SignName[]): ScopeScore {
  return fitScopeScore(
    within.map((row) => signsOf(row, temperature)),
    outside.map((row) => signsOf(row, temperature)),
    names,
  );
}

/**
 * The likeliest class's probability alone, or with the energy if that separates held-out intents better: measured on
 * each network's intents with weights from those of the others.
 */
function unlabelledScore(rows: RefusalRows): ScopeScore {
  const parts = [...new Set(rows.outside.map(({ part }) => part))];
  const outside = rows.outside.length > 0 ? rows.outside : (rows.background ?? []);
  if (parts.length > 1) {
    const [plain, learnt] = [separation(rows, parts, ["surprise"]), separation(rows, parts, ["calm", "surprise"])];
    if (learnt > plain + WIN) return fitted(rows, ["calm", "surprise"]);
  }
  return fitted({ ...rows, outside }, ["surprise"]);
}

function separation(rows: RefusalRows, parts: readonly number[], names: readonly SignName[]): number {
  const areas = parts.map((part, place) => {
    const isAsked = (_row: ScopeRow, index: number) => index % parts.length === place;
    const score = fitted(
      {
        ...rows,
        within: rows.within.filter((row, index) => !isAsked(row, index)),
        outside: rows.outside.filter((row) => row.part !== part),
      },
      names,
    );
    const [inside, beyond] = [rows.within.filter(isAsked), rows.outside.filter((row) => row.part === part)];
    const scores = [...inside, ...beyond].map((row) => scopeScoreOf(score, signsOf(row, rows.temperature)));
    return auc(
      scores,
      scores.map((_, index) => index >= inside.length),
    );
  });
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

/**
 * The lowest threshold at which the wanted share is refused. Without a wanted share: no more right answers than the
 * limit are refused; and where no labelled text out of scope taught, the threshold that keeps the most right answers
 * and refuses the most held-out intents and background texts, within that limit.
 */
function thresholdOf(score: ScopeScore, rows: RefusalRows): number {
  const { within, outside, background = [], temperature, hasBackground, refuseShare } = rows;
  const scoreOf = (row: ScopeRow) => scopeScoreOf(score, signsOf(row, temperature));
  const all = within.map(scoreOf).toSorted((a, b) => b - a);
  if (refuseShare !== undefined) return (all[Math.floor(refuseShare * all.length)] ?? 0) + 1e-6;
  const right = within
    .filter(({ isRight }) => isRight)
    .map(scoreOf)
    .toSorted((a, b) => b - a);
  const limit = hasBackground ? GIVEN_UP : MOST_GIVEN_UP;
  const lowest = (right[Math.floor(limit * within.length)] ?? 0.5) + 1e-6;
  if (hasBackground) return within.length < FEW_ROWS ? Math.max(0.5, lowest) : lowest;
  return Math.max(lowest, bestThreshold(right, within.length, outside.map(scoreOf), background.map(scoreOf)));
}

function bestThreshold(
  right: readonly number[],
  rows: number,
  outside: readonly number[],
  background: readonly number[],
): number {
  const share = (scores: readonly number[], threshold: number, otherwise: number) =>
    scores.length === 0 ? otherwise : scores.filter((score) => score >= threshold).length / scores.length;
  let [best, most] = [0.5, Number.NEGATIVE_INFINITY];
  for (let step = 1; step < 200; step += 1) {
    const threshold = step / 200;
    const kept = right.filter((score) => score < threshold).length / rows;
    const strange = share(background, threshold, 0);
    const worth = kept + REFUSAL_WORTH * ((share(outside, threshold, strange) + strange) / 2);
    if (worth > most) [best, most] = [threshold, worth];
  }
  return best;
}
