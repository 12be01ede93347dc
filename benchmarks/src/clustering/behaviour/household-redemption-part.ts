import { NO_DATA } from "@sedge/models/data-folder";
import { textTable } from "../../report/text-table.ts";
import type { BenchPart } from "../../report/bench-part.ts";
import { householdRedemption } from "./household-redemption.ts";
import { plusMinus } from "./mean-and-deviation.ts";

const TITLE =
  "Coupon redemption predicted from a household's cluster: completejourney, all channels fused and each channel separately";
/** The standard errors by which the fused cluster must beat the best single channel. */
const ERRORS = 1;

/** Part `households`: AUC of the fused cluster and of single channels' clusters, learnt centrally and privately. */
export function redemptionPart(options: { readonly quick: boolean }, note: (line: string) => void): Promise<BenchPart> {
  return Promise.resolve(measured(options, note));
}

function measured({ quick }: { readonly quick: boolean }, note: (line: string) => void): BenchPart {
  const rows = householdRedemption(quick ? 4 : 10, note);
  if (!rows) return { title: TITLE, lines: [NO_DATA], aims: [], json: {} };
  return {
    title: TITLE,
    lines: [
      textTable(
        ["ε", "cluster", "AUC", "fused is better by"],
        rows.map(({ epsilon, way, auc, behindFused }) => [
          epsilon === Infinity ? "central" : String(epsilon),
          way,
          plusMinus(auc, 3),
          `${behindFused.mean.toFixed(3)} (error ${behindFused.error.toFixed(3)})`,
        ]),
        ["left", "left", "right", "right"],
      ),
      "24 clusters each; error: of the mean over splits that share households (Nadeau and Bengio); ε: in two rounds of 1,586 households",
    ],
    aims: rows
      .filter(({ way, fused }) => way === fused)
      .flatMap(({ fused, epsilon }) => {
        const singles = rows.filter((row) => row.epsilon === epsilon && row.fused === fused && row.only !== null);
        const best = singles.toSorted((a, b) => b.auc.mean - a.auc.mean)[0];
        if (!best) return [];
        const { mean, error } = best.behindFused;
        return [
          {
            name: `households, ${epsilon === Infinity ? "central" : `ε ${epsilon}`}: AUC of the best single channel minus that of "${fused}", with its error`,
            value: ERRORS * error - mean,
            most: 0,
            unit: "",
          },
        ];
      }),
    json: { rows: rows.map((row) => ({ ...row, epsilon: String(row.epsilon) })) },
  };
}
