import { randomBytes } from "node:crypto";
import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { blind, deriveShareKey, evaluateShare } from "@sedge/privacy/prf";
import { quantile } from "../replay/quantile.ts";

const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
const WARM_UPS = 20;
const RUNS = 60;

/** Median milliseconds in Node, one call at a time. */
export interface EvaluationCost {
  /** `@noble/curves` only: the key times one element, without proof. */
  readonly evaluationMs: number | null;
  /** One operator's work for a request with one element: evaluation and proof. */
  readonly shareMs: number | null;
  /** The same for a request with four elements. */
  readonly fourShareMs: number | null;
}

function medianMs(run: () => void): number | null {
  const times = Array.from({ length: WARM_UPS + RUNS }, () => {
    const startedAt = performance.now();
    run();
    return performance.now() - startedAt;
  });
  return quantile(times.slice(WARM_UPS), 0.5);
}

/** Measures the computation without workerd and network. */
export function evaluationCost(): EvaluationCost {
  const key = deriveShareKey(random(32), "demo", 1);
  const blinded = Array.from({ length: 4 }, () => blind(random(16), random).blinded);
  const [one = new Uint8Array()] = blinded;
  return {
    evaluationMs: medianMs(() => void ristretto255_oprf.oprf.blindEvaluate(key.secretKey, one)),
    shareMs: medianMs(() => void evaluateShare(key, [one], random)),
    fourShareMs: medianMs(() => void evaluateShare(key, blinded, random)),
  };
}
