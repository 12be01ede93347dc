import type { FitSign } from "@sedge/linkage/linkage";

const SAFE = "The safe weights that ship were used instead of learned ones.";

/** What a sign means, and what to do. */
function signLine(sign: FitSign): string {
  switch (sign.sign) {
    case "names":
      return `warning: among the pairs that look like matches, ${sign.field} differs more often than not. ${SAFE} Check that each column is read as the right field; --map changes it.`;
    case "matches":
      return `warning: the learned weights expect ${sign.learned} matching pairs, safe ones ${sign.safe}. ${SAFE} Check the profiles by hand before you use them.`;
    case "value":
      return `warning: ${Math.round(sign.share * 100)} % of the records that have ${sign.field} have the same value there. If it stands for "unknown", clear it, or ignore the column with --map.`;
    case "profile":
      return `warning: one profile has ${sign.records} records. Check it: a test account or a placeholder may look like one person.`;
  }
}

/** The lines about a result's plausibility and about what was assumed of the inputs. */
export function fitLines(signs: readonly FitSign[], inputs: number, isOncePerInput: boolean): string[] {
  const lines = signs.map(signLine);
  if (inputs < 2 || isOncePerInput) return lines;
  return [
    ...lines,
    "assumed: a person can have several records in one input. If nobody has, --once-per-input gives fewer false matches.",
  ];
}
