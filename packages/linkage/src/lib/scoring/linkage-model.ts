import * as v from "valibot";
import { FIELD_KINDS } from "../terms/person-record.ts";

const Probability = v.pipe(v.number(), v.minValue(1e-12), v.maxValue(1));

/** How often two records show a level: `m` when they are one person's, `u` when they are two people's. */
const LevelOdds = v.strictObject({ level: v.pipe(v.string(), v.maxLength(32)), m: Probability, u: Probability });

/** u of the e-mail's levels for two people of alike names, before any data: addresses are made of names. */
export const EMAIL_BY_NAME = {
  one: [
    { level: "exact", u: 0.001 },
    { level: "local", u: 0.003 },
    { level: "near", u: 0.006 },
    { level: "differs", u: 0.99 },
  ],
  both: [
    { level: "exact", u: 0.03 },
    { level: "local", u: 0.1 },
    { level: "near", u: 0.15 },
    { level: "differs", u: 0.72 },
  ],
};
/** The chance that two records taken at random are of one household but not of one person, before any data. */
export const HOUSEHOLD_PRIOR = 1e-4;

const LevelChances = v.array(v.strictObject({ level: v.pipe(v.string(), v.maxLength(32)), u: Probability }));

/** Parameters of Fellegi-Sunter scoring, as plain JSON. Estimated without labels; contains no values and no tokens. */
export const LinkageModelSchema = v.strictObject({
  version: v.literal(1),
  /** The chance that two records taken at random are one person's. */
  prior: Probability,
  /** The chance that they are two people's of one household. Models learned before there were households lack it. */
  household: v.optional(Probability, HOUSEHOLD_PRIOR),
  /** `u` of the e-mail's levels for two people: `both` of one given name and surname; `one` where one of the names is missing. */
  emailByName: v.optional(v.strictObject({ one: LevelChances, both: LevelChances }), () =>
    structuredClone(EMAIL_BY_NAME),
  ),
  /** Pairs at or over this weight (log2 odds) are joined by an edge. */
  linkWeight: v.number(),
  comparisons: v.array(
    v.strictObject({ field: v.picklist(FIELD_KINDS), levels: v.pipe(v.array(LevelOdds), v.minLength(1)) }),
  ),
});
export type LinkageModel = v.InferOutput<typeof LinkageModelSchema>;
