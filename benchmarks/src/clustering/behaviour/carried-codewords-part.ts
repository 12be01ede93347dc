import { NO_DATA } from "@sedge/models/data-folder";
import { textTable } from "../../report/text-table.ts";
import type { BenchPart } from "../../report/bench-part.ts";
import { carriedCodewords } from "./carried-codewords.ts";

const TITLE = "Codewords of an earlier generation, carried into a later one: eshop, ε 1 per month";
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Part `carried`: how often a carried codeword equals the visit's codeword in the later generation. */
export function carriedPart({ quick }: { readonly quick: boolean }): Promise<BenchPart> {
  const rows = carriedCodewords(quick ? 2 : 10);
  if (!rows) return Promise.resolve({ title: TITLE, lines: [NO_DATA], aims: [], json: {} });
  const lines = [
    textTable(
      ["generations", "same cluster as now", "same cell", "at the root"],
      rows.map(({ from, to, ...shares }) => [
        `${from} to ${to}`,
        percent(shares.sameCluster),
        percent(shares.sameCell),
        percent(shares.silent),
      ]),
      ["left", "right", "right", "right"],
    ),
    "a carried codeword is never deeper than the original, so in a growing tree it is rarely the same cell",
  ];
  return Promise.resolve({ title: TITLE, lines, aims: [], json: { rows: rows.map((row) => ({ ...row })) } });
}
