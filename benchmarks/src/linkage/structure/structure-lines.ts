import { textTable } from "../../report/text-table.ts";
import { ATTACKERS, type StructureAttack } from "./structure-attack.ts";

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** The attacks as lines of the report. */
export function structureLines(attacks: readonly StructureAttack[]): string[] {
  if (attacks.length === 0) return [];
  const rows = attacks.map(({ set, statistics, divisions, read }) => [
    `${set}, ${statistics === "true" ? "the attacked records' own statistics" : "other people's statistics"}`,
    String(divisions),
    ...ATTACKERS.map((attacker) => percent(read[attacker])),
  ]);
  return [
    "Given names that a thief of token records reads, share of records that have one, by attacker:",
    textTable(["data", "divisions", ...ATTACKERS], rows, [
      "left",
      ...Array.from({ length: ATTACKERS.length + 1 }, () => "right" as const),
    ]),
    "",
  ];
}
