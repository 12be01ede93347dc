import { csvLine } from "@sedge/connector/rows";
import type { ReadRecords } from "./read-records.ts";

/** Which profile a record belongs to, and how surely. */
export interface Membership {
  /** Profiles count from 1 in the order of their first records. */
  readonly profile: number;
  /** 0 to 1: the chance that the record is rightly where it is. */
  readonly confidence: number;
}

/** The output file: a head, and a line a record in the order of inputs and rows. */
export function profileFile({ inputs, origins }: ReadRecords, memberships: readonly Membership[]): string {
  const lines = origins.map(({ input, row }, index) => {
    const { profile, confidence } = memberships[index] ?? { profile: 0, confidence: 0 };
    return csvLine([inputs[input]?.spec.name ?? "", String(row), String(profile), shown(confidence)]);
  });
  return ["source,row,profile,confidence", ...lines, ""].join("\n");
}

/** Four digits behind the point, none of them idle; what is not quite certain is never shown as 1. */
function shown(confidence: number): string {
  const floor = Math.floor(confidence * 10_000) / 10_000;
  return String(floor);
}
