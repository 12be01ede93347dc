import type { TabularRow } from "@sedge/features/tabular";
import { dataFile } from "../data-folder.ts";
import { randomFrom } from "../random.ts";
import { delimitedRows } from "./delimited-rows.ts";
import { type Parts, stratifiedSplit } from "./stratified-split.ts";
import type { TabularPlan } from "./tabular-plan.ts";

/** A tabular model that ships: its data, and what is learnt of it. */
export interface ShippedTabular {
  /** Below the data folder. */
  readonly file: readonly string[];
  readonly separator: "," | ";";
  readonly labelColumn: string;
  /** The class that is asked about. */
  readonly positive: string;
  /** Whether rows that are alike in every column are taken once, before the split, so that no part knows another's. */
  readonly isDistinct: boolean;
  readonly plan: TabularPlan;
}

/** Seed of the split, whatever the plan's own seed. */
const SPLIT_SEED = 20_261_122;

/** Rows by part, 70/15/15 by class; undefined without the data. */
export function tabularParts(shipped: ShippedTabular): Parts<TabularRow> | undefined {
  const path = dataFile(...shipped.file);
  if (path === undefined) return undefined;
  const all = delimitedRows(path, shipped.separator);
  const rows = shipped.isDistinct ? [...new Map(all.map((row) => [JSON.stringify(row), row])).values()] : all;
  return stratifiedSplit(rows, (row) => String(row[shipped.labelColumn]), randomFrom(SPLIT_SEED));
}
