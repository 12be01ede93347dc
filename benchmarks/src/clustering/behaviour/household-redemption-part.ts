import { NO_DATA } from "@sedge/models/data-folder";
import { textTable } from "../../report/text-table.ts";
import type { BenchPart } from "../bench-part.ts";
import { householdRedemption } from "./household-redemption.ts";
import { plusMinus } from "./mean-and-deviation.ts";

const TITLE = "Coupon redemption foretold from a household's cluster: completejourney, all channels fused and each alone";
/** Standard errors by which the fused cluster is to be better than the best single channel's. */
const ERRORS = 2;

/** Part `households`: AUC of the fused cluster beside single channels' clusters, centrally and privately learnt. */
export function redemptionPart({ quick }: { readonly quick: boolean }): BenchPart {
  const rows = householdRedemption(quick ? 4 : 20);
  if (!rows) return { title: TITLE, lines: [NO_DATA], aims: [], json: {} };
  return {
    title: TITLE,
    lines: [
      textTable(
        ["learnt", "cluster", "AUC", "fused is better by"],
        rows.map(({ learnt, way, auc, behindFused }) => [
          learnt,
          way,
          plusMinus(auc, 3),
          `${behindFused.mean.toFixed(3)} (error ${behindFused.error.toFixed(3)})`,
        ]),
        ["left", "left", "right", "right"],
      ),
      "16 clusters each; error: of a mean over splits that share households (Nadeau and Bengio); private: ε 1 in two rounds, 1,586 households",
    ],
    aims: (["central", "private"] as const).flatMap((learnt) => {
      const singles = rows.filter((row) => row.learnt === learnt && row.way.endsWith(" alone"));
      const best = singles.toSorted((a, b) => b.auc.mean - a.auc.mean)[0];
      if (!best) return [];
      const { mean, error } = best.behindFused;
      return [
        {
          name: `households, ${learnt}: the best single channel's AUC above the fused one's, and ${ERRORS} errors`,
          value: ERRORS * error - mean,
          most: 0,
          unit: "",
        },
      ];
    }),
    json: { rows: rows.map((row) => ({ ...row })) },
  };
}
