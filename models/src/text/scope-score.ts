import type { TextModelManifest } from "@sedge/features/text-model-manifest";
import { fitLogistic, logisticLogit } from "../logistic-regression.ts";

/** Weights of the out-of-scope score: see `OutOfScope` in the manifest. */
export type ScopeScore = Omit<NonNullable<TextModelManifest["outOfScope"]>, "threshold">;

/** What shows that a text is out of scope; each sign is greater for such a text. */
interface ScopeSigns {
  /** Minus the energy: the classes' logits are low together. */
  readonly calm: number;
  /** The background unit's logit; undefined for a network that has none. */
  readonly background: number | undefined;
  /** The likeliest class is not likely. */
  readonly surprise: number;
}

/** The signs of a row's logits. `classes`: how many logits are of classes. */
export function scopeSigns(logits: Float64Array, classes: number, temperature: number): ScopeSigns {
  const own = logits.subarray(0, classes);
  const top = own.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const energy = top + Math.log(own.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
  const surprise = Math.log(own.reduce((sum, logit) => sum + Math.exp((logit - top) / temperature), 0));
  return { calm: -energy, background: logits[classes], surprise };
}

/** Which signs a score may use. */
export type SignName = keyof ScopeSigns;

const six = (x: number) => Number(x.toPrecision(6));
const RIDGE = 1;

/**
 * The score that separates texts within scope from texts out of scope by logistic regression, each half counting the
 * same. No sign counts against what it means: of the signs named, the set with non-negative weights and the least loss.
 */
export function fitScopeScore(
  inside: readonly ScopeSigns[],
  outside: readonly ScopeSigns[],
  names: readonly SignName[],
): ScopeScore {
  // The smaller side is repeated, so that neither is thought unlikely beforehand.
  const times = Math.max(1, Math.round(inside.length / Math.max(1, outside.length)));
  const rows = [...inside, ...Array.from({ length: times }, () => outside).flat()];
  const labels = rows.map((_, index) => index >= inside.length);
  let best: { loss: number; used: readonly SignName[]; weights: readonly number[] } | undefined;
  for (const used of subsetsOf(names)) {
    const inputs = rows.map((row) => used.map((name) => row[name] ?? 0));
    const weights = fitLogistic(inputs, labels, RIDGE);
    if (weights.slice(0, -1).some((weight) => weight < 0)) continue;
    const loss = inputs.reduce((sum, input, index) => {
      const logit = logisticLogit(weights, input) * (labels[index] ? -1 : 1);
      return sum + Math.max(0, logit) + Math.log1p(Math.exp(-Math.abs(logit)));
    }, 0);
    if (!best || loss < best.loss) best = { loss, used, weights };
  }
  const weightOf = (name: SignName) => best?.weights[best.used.indexOf(name)] ?? 0;
  const [calm, background] = [weightOf("calm"), weightOf("background")];
  return {
    shift: six(best?.weights.at(-1) ?? 0),
    // The manifest's background sign is the unit's logit over the energy.
    energy: six(background - calm),
    ...(names.includes("background") && { background: six(background) }),
    surprise: six(weightOf("surprise")),
  };
}

function subsetsOf(names: readonly SignName[]): SignName[][] {
  const subsets = Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_name, index) => Math.floor(bits / 2 ** index) % 2 === 1),
  );
  return subsets.toSorted((a, b) => b.length - a.length);
}

/** A row's score, 0 to 1. */
export function scopeScoreOf(score: ScopeScore, { calm, background = 0, surprise }: ScopeSigns): number {
  const over = score.background === undefined ? 0 : score.background * (background + calm);
  const logit = score.shift - score.energy * calm + over + score.surprise * surprise;
  return 1 / (1 + Math.exp(-logit));
}
