import { learnInSpan } from "@sedge/research/span";
import { noiseSources } from "@sedge/cli/cluster-panels";
import { randomFrom } from "@sedge/models/random";
import { rhoOf } from "@sedge/privacy/accountant";
import { textTable } from "../../report/text-table.ts";
import { meanAndDeviation } from "../behaviour/mean-and-deviation.ts";
import type { BenchPart } from "../../report/bench-part.ts";
import { clientDevices, clientMixture, MIXTURE_CLIENTS } from "./client-mixture.ts";
import { centralQuality, type Quality, qualityOf } from "./learnt-points.ts";

const SEEDS = 10;
const QUICK_SEEDS = 1;
const DELTA = MIXTURE_CLIENTS ** -1.5;
/** Total ε, FedDP-KMeans' stated cost and accuracy at this ε, and the target accuracy. */
const BUDGETS = [
  { epsilon: 2.56, cost: 50.98, accuracy: 0.904, aim: undefined },
  { epsilon: 1.27, cost: 53.42, accuracy: 0.7, aim: 0.75 },
] as const;

/** The mixture of FedDP-KMeans, with one vote per client and round, and no data at the server. */
export async function mixturePart(
  { quick }: { readonly quick: boolean },
  note: (line: string) => void,
): Promise<BenchPart> {
  const seeds = quick ? QUICK_SEEDS : SEEDS;
  const learnt = BUDGETS.map((): Quality[] => []);
  const central: Quality[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    note(`seed ${seed} …`);
    const data = clientMixture(seed);
    central.push(centralQuality(data, data.k));
    for (const [index, { epsilon }] of BUDGETS.entries()) {
      const { centres } = await learnInSpan(clientDevices(data, noiseSources(seed), randomFrom(seed)), {
        k: data.k,
        rho: rhoOf(epsilon, DELTA),
        box: data.box,
        features: data.box.lower.map((_, i) => `x${i + 1}`),
        random: randomFrom(seed),
      });
      learnt[index]!.push(qualityOf(data.points, data.truth, centres));
    }
  }
  const over = (all: readonly Quality[], name: keyof Quality) => meanAndDeviation(all.map((one) => one[name]));
  const shown = (all: readonly Quality[]) =>
    (["meanSquare", "accuracy"] as const).map((name) => {
      const { mean, deviation } = over(all, name);
      return `${mean.toFixed(name === "accuracy" ? 3 : 2)} ± ${deviation.toFixed(name === "accuracy" ? 3 : 2)}`;
    });
  return {
    title: `Mixture of FedDP-KMeans: k 10, d 100, 2,000 clients of 50 points, one vote per client and round; ${seeds} seeds`,
    lines: [
      textTable(
        ["total ε", "cost", "accuracy", "FedDP-KMeans: cost", "accuracy"],
        [
          ...BUDGETS.map(({ epsilon, cost, accuracy }, index) => [
            String(epsilon),
            ...shown(learnt[index]!),
            String(cost),
            String(accuracy),
          ]),
          ["pooled, in clear", ...shown(central), "50.17", ".964"],
        ],
        ["left", "right", "right", "right", "right"],
      ),
      "FedDP-KMeans starts with data at the server; Sedge starts without data.",
    ],
    aims: BUDGETS.flatMap(({ epsilon, aim }, index) =>
      aim === undefined
        ? []
        : [
            {
              name: `client mixture, ε ${epsilon}: share outside its cluster's majority`,
              value: 1 - over(learnt[index]!, "accuracy").mean,
              most: 1 - aim,
              unit: "",
            },
          ],
    ),
    json: {
      mixture: BUDGETS.map(({ epsilon }, index) => ({
        epsilon,
        delta: DELTA,
        cost: { ...over(learnt[index]!, "meanSquare") },
        accuracy: { ...over(learnt[index]!, "accuracy") },
      })),
    },
  };
}
