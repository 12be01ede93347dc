import * as v from "valibot";
import { FIELD_KINDS } from "../terms/person-record.ts";

const Probability = v.pipe(v.number(), v.minValue(1e-12), v.maxValue(1));

/** How often two records show a level: `m` when they are one person's, `u` when they are two people's. */
const LevelOdds = v.strictObject({ level: v.pipe(v.string(), v.maxLength(32)), m: Probability, u: Probability });

/** Parameters of Fellegi-Sunter scoring, as plain JSON. Estimated without labels; contains no values and no tokens. */
export const LinkageModelSchema = v.strictObject({
  version: v.literal(1),
  /** The chance that two records taken at random are one person's. */
  prior: Probability,
  /** Pairs at or over this weight (log2 odds) are joined by an edge. */
  linkWeight: v.number(),
  comparisons: v.array(
    v.strictObject({ field: v.picklist(FIELD_KINDS), levels: v.pipe(v.array(LevelOdds), v.minLength(1)) }),
  ),
});
export type LinkageModel = v.InferOutput<typeof LinkageModelSchema>;
