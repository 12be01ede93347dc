import { csvCells } from "../csv.ts";
import { dataFile } from "../data-folder.ts";
import type { TextRow } from "./text-plan.ts";

/** A part of BANKING77 (Casanueva et al. 2020); undefined without the data. */
export function bankingPart(part: "train" | "test"): TextRow[] | undefined {
  const path = dataFile("support-intent", "banking77", `${part}.csv`);
  if (path === undefined) return undefined;
  return csvCells(path)
    .slice(1)
    .map(([text = "", label = ""]) => ({ text, labels: [label] }));
}
