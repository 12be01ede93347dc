import { COMPARISONS } from "./comparison.ts";
import { EMAIL_BY_NAME, HOUSEHOLD_PRIOR, type LinkageModel } from "./linkage-model.ts";

/** What is assumed before any data: errors in one field of ten, most of them small. Knowledge, not fitted on anything. */
const EXACT_M = 0.85;
const DIFFERS_M = 0.05;
/** The share of random pairs that a level takes before any data. */
const EXACT_U: Partial<Record<LinkageModel["comparisons"][number]["field"], number>> = { gender: 0.5, region: 0.2 };
const OTHER_U = 0.01;
const PART_U = 0.02;

/** The model to begin with, where there are too few records to learn one. */
export const DEFAULT_MODEL: LinkageModel = {
  version: 1,
  prior: 1e-4,
  household: HOUSEHOLD_PRIOR,
  emailByName: EMAIL_BY_NAME,
  linkWeight: 0,
  comparisons: COMPARISONS.map(({ field, levels }) => {
    const exactU = EXACT_U[field] ?? OTHER_U;
    const between = levels.length - 1;
    const exactM = between === 0 ? 1 - DIFFERS_M : EXACT_M;
    return {
      field,
      levels: [
        ...levels.map(({ name }, at) =>
          at === 0
            ? { level: name, m: exactM, u: exactU }
            : { level: name, m: (1 - EXACT_M - DIFFERS_M) / between, u: PART_U },
        ),
        { level: "differs", m: DIFFERS_M, u: 1 - exactU - between * PART_U },
      ],
    };
  }),
};
