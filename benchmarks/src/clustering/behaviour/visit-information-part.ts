import { NO_DATA } from "@sedge/models/data-folder";
import { textTable } from "../../report/text-table.ts";
import type { BenchPart } from "../../report/bench-part.ts";
import { plusMinus } from "./mean-and-deviation.ts";
import { visitInformation } from "./visit-information.ts";

const TITLE =
  "Information of the cluster ID about the rest of a visit: eshop, learnt on April to June, evaluated on July";
/** The percentage of central k-means' information that private clusters may lose. */
const MOST_LOST = 10;

/** Part `eshop`: mutual information of private clusters with the rest of a visit, compared with central k-means. */
export function informationPart(
  options: { readonly quick: boolean },
  note: (line: string) => void,
): Promise<BenchPart> {
  return Promise.resolve(measured(options, note));
}

function measured({ quick }: { readonly quick: boolean }, note: (line: string) => void): BenchPart {
  const rows = visitInformation(quick ? 2 : 10, note);
  if (!rows) return { title: TITLE, lines: [NO_DATA], aims: [], json: {} };
  const aimed = rows.filter(({ epsilon, way }) => epsilon === 1 && way !== "central k-means");
  return {
    title: TITLE,
    lines: [
      textTable(
        ["learnt", "ε", "bits, mean after 2, 3, 5, 8 clicks", "of central k-means'"],
        rows.map(({ way, epsilon, bits, share }) => [way, String(epsilon), plusMinus(bits, 4), plusMinus(share, 3)]),
        ["left", "right", "right", "right"],
      ),
      "months: three rounds, each visit votes in its month's round; everybody: four rounds, each visit votes in all, ε in total",
    ],
    aims: aimed.map(({ way, share }) => ({
      name: `eshop, ε 1, ${way}: information lost compared with central k-means`,
      value: 100 * (1 - share.mean),
      most: MOST_LOST,
      unit: "%",
    })),
    json: { rows: rows.map((row) => ({ ...row, epsilon: String(row.epsilon) })) },
  };
}
