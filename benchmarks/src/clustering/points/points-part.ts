import type { Aim } from "../../report/aim.ts";
import { figure } from "../../report/figure.ts";
import type { Json } from "../../report/json-line.ts";
import { textTable } from "../../report/text-table.ts";
import type { BenchPart } from "../../report/bench-part.ts";
import { centralQuality, learntQuality, type LearntQuality, type Quality, type Spread } from "./learnt-points.ts";
import type { PointData } from "./point-data.ts";
import { CELLS, type PointCell } from "./point-cells.ts";

const SEEDS = 10;
/** Small sets are fast, and their figures vary most between seeds. */
const SMALL_SET = 7_000;
const SMALL_SET_SEEDS = 20;
const QUICK_SEEDS = 2;
/** Quick runs skip what takes minutes. */
const MOST_QUICK_POINTS = 50_000;
/** Larger sets are not learnt a second time with one noise. */
const MOST_ONE_NOISE_POINTS = 20_000;

interface Row {
  readonly cell: PointCell;
  readonly people: number;
  readonly seeds: number;
  readonly central: Quality;
  readonly learnt: LearntQuality;
  /** With only one operator's noise; undefined if that takes too long. */
  readonly oneNoise: LearntQuality | undefined;
}

/** Mean and standard deviation. */
const spread = ({ mean, deviation }: Spread) => `${short(mean)} ± ${short(deviation)}`;
/** Three digits, in scientific notation for large numbers. */
const short = (value: number) =>
  Math.abs(value) >= 10_000 ? value.toExponential(2).replace("e+", "e") : value.toPrecision(3);

function aimsOf({ cell, people, central, learnt }: Row): Aim[] {
  return cell.aims(learnt.quality, central, people).map((aim) => ({ ...aim, name: `${cellName(cell)}: ${aim.name}` }));
}

const cellName = ({ work, epsilon, k }: PointCell) => `${work}, ε ${epsilon}, k ${k}`;

function tableOf(rows: readonly Row[]): string {
  return textTable(
    [
      "points",
      "n",
      "seeds",
      "ε",
      "k",
      "measure",
      "Sedge",
      "one noise",
      "k-means, central",
      "peers",
      "ARI",
      "majority",
      "rounds",
      "s",
    ],
    rows.map(({ cell, people, seeds, central, learnt, oneNoise }) => [
      cell.work,
      figure(people),
      String(seeds),
      String(cell.epsilon),
      String(cell.k),
      cell.measure,
      spread(learnt.quality[cell.measure]),
      oneNoise ? short(oneNoise.quality[cell.measure].mean) : "–",
      short(central[cell.measure]),
      cell.peers,
      `${learnt.quality.ari.mean.toFixed(3)} (${central.ari.toFixed(3)})`,
      learnt.quality.accuracy.mean.toFixed(3),
      String(learnt.rounds),
      figure(learnt.seconds),
    ]),
    [
      "left",
      "right",
      "right",
      "right",
      "right",
      "left",
      "right",
      "right",
      "right",
      "left",
      "right",
      "right",
      "right",
      "right",
    ],
  );
}

function jsonOf({ cell, people, seeds, central, learnt, oneNoise }: Row): Json {
  const { work, epsilon, k, delta } = cell;
  const measuresOf = ({ quality }: LearntQuality) =>
    Object.fromEntries(Object.entries(quality).map(([name, value]) => [name, { ...value }]));
  return {
    work,
    epsilon,
    delta: delta ?? people ** -1.5,
    k,
    people,
    seeds,
    rounds: learnt.rounds,
    ...measuresOf(learnt),
    oneNoise: oneNoise ? measuresOf(oneNoise) : null,
    central: { ...central },
  };
}

/** Clusters learnt from point sets, one person per point, compared with central k-means and peers. */
export async function pointsPart(
  { quick }: { readonly quick: boolean },
  note: (line: string) => void,
): Promise<BenchPart> {
  const rows: Row[] = [];
  const missing = new Set<string>();
  const known = new Map<string, { readonly data: PointData; readonly central: Map<number, Quality> }>();
  for (const cell of CELLS) {
    const data = known.get(cell.work)?.data ?? cell.data(1);
    if (!data) {
      missing.add(cell.work);
      continue;
    }
    const people = data.truth.length;
    const seeds = quick ? QUICK_SEEDS : people <= SMALL_SET ? SMALL_SET_SEEDS : SEEDS;
    if (quick && people > MOST_QUICK_POINTS) continue;
    note(`${cellName(cell)} …`);
    const { central } = known.get(cell.work) ?? { central: new Map<number, Quality>() };
    known.set(cell.work, { data, central });
    const ofCentral = central.get(cell.k) ?? centralQuality(data, cell.k);
    central.set(cell.k, ofCentral);
    const budget = { k: cell.k, epsilon: cell.epsilon, delta: cell.delta ?? people ** -1.5 };
    const dataOf = (seed: number) => (cell.isDrawn ? cell.data(seed) : undefined) ?? data;
    const learnt = await learntQuality(dataOf, budget, seeds);
    const oneNoise =
      people > MOST_ONE_NOISE_POINTS ? undefined : await learntQuality(dataOf, { ...budget, noises: 1 }, seeds);
    rows.push({ cell, people, seeds, central: ofCentral, learnt, oneNoise });
  }
  return {
    title: `Points, one person each, one vote per round; mean ± deviation over the seeds`,
    lines: [
      ...(rows.length > 0 ? [tableOf(rows)] : []),
      "δ n^-1.5, but 1e-6 for letters by k. ε holds against each operator, so both add noise: √2 of the noise of the peers' single curator.",
      "One noise: the same with only one operator's noise, as a trusted curator would add. Sedge does not do this.",
      "Peers' figures come from other runs or publications. In brackets: ARI of central k-means. Bounds: letters 0 to 15; A 65,536; lsun 6; others 1e6.",
      ...Array.from(missing, (work) => `${work}: skipped, no data`),
    ],
    aims: rows.flatMap(aimsOf),
    json: { points: rows.map(jsonOf) },
  };
}
