import { csvLine } from "@sedge/connector/rows";
import type { ReadRecords } from "./read-records.ts";

/** The profile of a record, with its confidence. */
export interface Membership {
  /** Profiles are numbered from 1 in the order of their first records. */
  readonly profile: number;
  /** Probability that the record is in the right profile, 0 to 1. */
  readonly confidence: number;
}

/** The output file: a header, and a line per record in the order of inputs and rows. */
export function profileFile({ inputs, origins }: ReadRecords, memberships: readonly Membership[]): string {
  const lines = origins.map(({ input, row }, index) => {
    const { profile, confidence } = memberships[index] ?? { profile: 0, confidence: 0 };
    return csvLine([inputs[input]?.spec.name ?? "", String(row), String(profile), shown(confidence)]);
  });
  return ["source,row,profile,confidence", ...lines, ""].join("\n");
}

/** At most four decimals, without trailing zeros; anything below certainty is never rounded to 1. */
function shown(confidence: number): string {
  const floor = Math.floor(confidence * 10_000) / 10_000;
  return String(floor);
}
