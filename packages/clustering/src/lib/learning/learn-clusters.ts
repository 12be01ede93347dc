import { type Centres, type PointSet, sizeOf, squaredDistance } from "../k-means/point-set.ts";
import { kMeans } from "../k-means/k-means.ts";
import { type Box } from "./box.ts";
import type { CellState } from "./cell-state.ts";
import { believedCounts, lloydRound } from "./lloyd-round.ts";
import { gridOf, middlesOf } from "./grid.ts";
import { fitGrid } from "./grid-mixture.ts";
import { askOutline } from "./outline.ts";
import type { Panel } from "./panel.ts";
import { publicCells } from "./public-cells.ts";
import { splitAndMerge } from "./split-merge.ts";
import { type SurveyRound, surveyOf } from "./survey.ts";

export interface LearnOptions {
  readonly k: number;
  readonly rho: number;
  readonly box: Box;
  readonly random: () => number;
}
export interface Learnt {
  readonly centres: Centres;
  readonly counts: Float64Array;
  readonly rounds: readonly SurveyRound[];
}

export async function learnClusters(panel: Panel, options: LearnOptions, opt: any = {}): Promise<Learnt> {
  const { k, rho, box, random } = options;
  const d = box.lower.length;
  const n = panel.people;
  const survey = surveyOf(panel, box.lower.map((_, i) => `x${i + 1}`));
  const outline = await askOutline(survey, box, rho * (opt.outlineShare ?? 0.02));
  opt.log?.("outline", [...outline.mean].map((v) => v.toFixed(2)).join(" "), outline.variance.toFixed(3));
  const full = n / k * Math.sqrt(rho);
  const histogramShare = opt.histogramShare ?? (full < 8 ? 0.6 : full < 16 ? 0.4 : 0.25);
  const sigma = 1 / Math.sqrt(rho * histogramShare); // published std = √2/√(2ρ)
  const cellCount = Math.round(Math.min(opt.mostCells ?? 1000, Math.max(k * (opt.leastCells ?? 2), n / sigma * (opt.cellsFactor ?? 1))));
  const cells = publicCells(box, outline, cellCount, random);
  let state: CellState;
  if (opt.noHistogram) {
    const spread = outline.variance * k ** (-2 / d);
    const c = publicCells(box, outline, 1000, random);
    const found = kMeans(c, k, random, { restarts: 3, steps: 30 });
    state = { centres: found.centres, counts: new Float64Array(k).fill(n / k), spread: new Float64Array(k).fill(spread), doubt: new Float64Array(k).fill(spread / d), countDoubt: new Float64Array(k).fill((n / k) ** 2), spreadDoubt: new Float64Array(k).fill(spread ** 2) };
  } else if (d === 2 && opt.fit) {
    const count = Math.round(Math.min(1000, Math.max(k * (opt.leastCells ?? 4), n / sigma * (opt.cellsFactor ?? 1.5))));
    const grid = gridOf(box, count);
    const cs = middlesOf(grid);
    const answer = await survey.ask({ centres: cs, radii: new Float64Array(sizeOf(cs)).fill(1), terms: "count", rho: rho * histogramShare });
    const fit = fitGrid(grid, answer.counts, answer.countStdDev, n, k, random, opt);
    opt.log?.("fit", grid.steps, "sd", answer.countStdDev.toFixed(1), "score", fit.score.toFixed(1));
    const m = fit.mixture; const coordinates = new Float64Array(2 * k);
    for (let j = 0; j < k; j++) { coordinates[2 * j] = m.x[j]!; coordinates[2 * j + 1] = m.y[j]!; }
    state = { centres: { d, coordinates }, counts: m.people, spread: m.variance.map((v) => 2 * v), doubt: fit.doubt, countDoubt: new Float64Array(k).fill((2 * answer.countStdDev) ** 2), spreadDoubt: m.variance.map((v) => (2 * v * (opt.s0 ?? 0.5)) ** 2) };
    opt.trace?.(-1, state);
  } else {
  const answer = await survey.ask({ centres: cells, radii: new Float64Array(sizeOf(cells)).fill(1), terms: "count", rho: rho * histogramShare });
  const weights = opt.smooth && d <= 2 ? smoothed(cells, answer, n, opt) : believedCounts(answer, n);
  opt.log?.("histogram", sizeOf(cells), "sd", answer.countStdDev.toFixed(1), "kept", weights.filter((w) => w > 0).length);
  let points = keptCells(cells, weights);
  if (opt.cellsShare) {
    const most = Math.floor((1400 - d * 8 - 16) / (d + 1));
    const order = Array.from(points.weights.keys()).toSorted((a, b) => points.weights[b]! - points.weights[a]!).slice(0, most);
    const top = { d, coordinates: Float64Array.from(order.flatMap((i) => [...points.coordinates.subarray(i * d, (i + 1) * d)])) };
    const cellR = cellRadius(cells);
    const rad = Float64Array.from(order, () => cellR * (opt.cellReach ?? 1.2));
    const ans = await survey.ask({ centres: top, radii: rad, terms: "offset", rho: rho * opt.cellsShare, countShare: opt.cellsCount ?? 0.5 });
    const w2 = believedCounts(ans, n);
    const prior = cellR ** 2 / (d + 2);
    order.forEach((_, j) => {
      const sure = Math.max(w2[j]!, 2 * ans.countStdDev);
      const noise = (ans.toldStdDev * rad[j]! / sure) ** 2;
      const gain = prior / (prior + noise);
      for (let i = 0; i < d; i++) top.coordinates[j * d + i]! += gain * ans.offsets[j]![i]! / sure;
    });
    points = keptCells(top, w2);
    opt.log?.("cells", order.length, "kept", points.weights.length, "sd", ans.countStdDev.toFixed(1));
  }
  state = startFrom(points, k, random, outline.variance * k ** (-2 / d), box, opt);
  }
  const T = opt.T ?? Math.max(1, Math.min(10, Math.round(full / (opt.perT ?? 3))));
  const growth = opt.growth ?? 1.15;
  const left = rho - survey.rounds.reduce((s, r) => s + r.rho, 0);
  const total = Array.from({ length: T }, (_, t) => growth ** t).reduce((a, b) => a + b, 0);
  for (let t = 0; t < T; t++) {
    const last = t === T - 1;
    state = await lloydRound(survey, state, box, { rho: left * growth ** t / total, asksSpread: !(t >= T - (opt.plain ?? 1)) || T <= 1 }, opt);
    opt.trace?.(t, state);
    if (t < T - (opt.settle ?? 3)) {
      const out = splitAndMerge(state, random, k, opt);
      if (out.moves) opt.log?.("moves", t, out.moves);
      state = out.state;
    }
    if (last) break;
  }
  return { centres: state.centres, counts: state.counts, rounds: survey.rounds };
}

function cellRadius(cells: Centres): number {
  const k = sizeOf(cells);
  const near = new Float64Array(k).fill(Infinity);
  for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) if (a !== b) near[a] = Math.min(near[a]!, squaredDistance(cells, a, cells, b));
  return Math.sqrt(near.toSorted()[k >> 1]! / 4 * cells.d);
}
function keptCells(cells: Centres, weights: Float64Array) {
  const d = cells.d;
  const kept = Array.from(weights.keys()).filter((i) => weights[i]! > 0);
  return { d, coordinates: Float64Array.from(kept.flatMap((i) => [...cells.coordinates.subarray(i * d, (i + 1) * d)])), weights: Float64Array.from(kept, (i) => weights[i]!) };
}
function startFrom(points: Required<PointSet> & { weights: Float64Array }, k: number, random: () => number, guess: number, box: Box, opt: any): CellState {
  const d = points.d;
  const found = kMeans(points, k, random, { restarts: opt.restarts ?? 10 });
  const have = sizeOf(found.centres);
  const coordinates = new Float64Array(k * d);
  coordinates.set(found.centres.coordinates);
  for (let j = have; j < k; j++) for (let i = 0; i < d; i++) coordinates[j * d + i] = box.lower[i]! + random() * (box.upper[i]! - box.lower[i]!);
  const counts = new Float64Array(k), spread = new Float64Array(k);
  points.weights.forEach((_, p) => { counts[found.labels[p]!]! += points.weights[p]!; });
  const mean = found.inertia / counts.reduce((a, b) => a + b, 0);
  // quantisation: half the typical cell-to-cell distance
  spread.fill(Math.max(mean, guess * (opt.guess ?? 1)));
  return { centres: { d, coordinates }, counts, spread, doubt: Float64Array.from(spread, (s) => s / d), countDoubt: counts.map((c) => (c * 0.3) ** 2 + n / k), spreadDoubt: spread.map((v) => v ** 2) };
}

function smoothed(cells: Centres, answer: { counts: readonly number[]; countStdDev: number }, n: number, opt: any): Float64Array {
  const k = sizeOf(cells);
  const h2 = (2 * cellRadius(cells) / Math.sqrt(cells.d)) ** 2 * opt.smooth ** 2;
  const out = new Float64Array(k);
  for (let a = 0; a < k; a++) {
    let s = 0, w2 = 0, w1 = 0;
    for (let b = 0; b < k; b++) { const w = Math.exp(-squaredDistance(cells, a, cells, b) / (2 * h2)); if (w < 1e-3) continue; s += w * answer.counts[b]!; w2 += w * w; w1 += w; }
    const z = s / (Math.sqrt(w2) * answer.countStdDev);
    if (z > (opt.F ? quantile(1 - Math.min(0.5, opt.F / k)) : (opt.z ?? 2.5))) out[a] = opt.raw ? Math.max(0, answer.counts[a]!) : s / w1;
  }
  const total = out.reduce((x, y) => x + y, 0);
  return total > 0 ? out.map((v) => v * n / total) : believedCounts(answer as any, n);
}

function quantile(p: number): number { let lo = -8, hi = 8; for (let i = 0; i < 50; i++) { const m = (lo + hi) / 2; if (cdf(m) < p) lo = m; else hi = m; } return lo; }
function cdf(x: number): number { const t = 1 / (1 + 0.2316419 * Math.abs(x)); const d = 0.3989423 * Math.exp(-x * x / 2); const q = d * t * (0.3193815 + t * (-0.3565638 + t * (1.781478 + t * (-1.821256 + t * 1.330274)))); return x > 0 ? 1 - q : q; }
