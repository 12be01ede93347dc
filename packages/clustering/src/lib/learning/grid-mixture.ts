import { cellsOf, edgeOf, type Grid } from "./grid.ts";

/** Round normal clouds of people in two dimensions. */
export interface Mixture {
  readonly k: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Variance of each coordinate. */
  readonly variance: Float64Array;
  readonly people: Float64Array;
}

/** Share and moments of a cloud in each step along one axis. */
interface AxisPart { share: Float64Array; first: Float64Array; second: Float64Array }

function normalCdf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x) * Math.SQRT1_2);
  const tail = 0.5 * t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-(x * x) / 2);
  return x > 0 ? 1 - tail : tail;
}

function axis(steps: number, lower: number, edge: number, mean: number, variance: number, isFull: boolean): AxisPart {
  const share = new Float64Array(steps), first = new Float64Array(steps), second = new Float64Array(steps);
  const s = Math.sqrt(variance);
  let alpha = -Infinity, cdfA = 0, pdfA = 0;
  for (let c = 0; c < steps; c++) {
    const b = c === steps - 1 ? Infinity : (lower + edge * (c + 1) - mean) / s;
    const cdfB = b === Infinity ? 1 : normalCdf(b);
    const pdfB = b === Infinity ? 0 : Math.exp(-(b * b) / 2) * 0.3989422804014327;
    const z = cdfB - cdfA;
    share[c] = z;
    if (isFull) {
      if (z > 1e-9) {
        const aP = alpha === -Infinity ? 0 : alpha * pdfA, bP = b === Infinity ? 0 : b * pdfB;
        const m = (pdfA - pdfB) / z, q = 1 + (aP - bP) / z;
        first[c] = mean + s * m;
        second[c] = variance * Math.max(0, q - m * m); // variance within the cell
      } else {
        first[c] = lower + edge * (c + (mean > lower + edge * (c + 0.5) ? 1 : 0));
        second[c] = 0;
      }
    }
    alpha = b; cdfA = cdfB; pdfA = pdfB;
  }
  return { share, first, second };
}

export interface MixtureFit { mixture: Mixture; score: number; doubt: Float64Array }

export function expected(grid: Grid, mixture: Mixture): Float64Array {
  const [nx, ny] = grid.steps as [number, number];
  const mu = new Float64Array(cellsOf(grid));
  for (let j = 0; j < mixture.k; j++) {
    const ax = axis(nx, grid.box.lower[0]!, edgeOf(grid, 0), mixture.x[j]!, mixture.variance[j]!, false).share;
    const ay = axis(ny, grid.box.lower[1]!, edgeOf(grid, 1), mixture.y[j]!, mixture.variance[j]!, false).share;
    for (let b = 0; b < ny; b++) { const f = mixture.people[j]! * ay[b]!; if (f < 1e-9) continue; for (let a = 0; a < nx; a++) mu[b * nx + a]! += f * ax[a]!; }
  }
  return mu;
}

function scoreOf(mu: Float64Array, counts: ArrayLike<number>, sd: number): number {
  let s = 0;
  for (let i = 0; i < mu.length; i++) { const v = sd * sd + mu[i]!; s += (counts[i]! - mu[i]!) ** 2 / v + Math.log(v); }
  return s / 2;
}

export function emSteps(grid: Grid, counts: ArrayLike<number>, sd: number, people: number, start: Mixture, steps: number, least: number, pull: number): { mixture: Mixture; score: number } {
  const [nx, ny] = grid.steps as [number, number];
  const [lx, ly] = [grid.box.lower[0]!, grid.box.lower[1]!];
  const [ex, ey] = [edgeOf(grid, 0), edgeOf(grid, 1)];
  let m: Mixture = { k: start.k, x: start.x.slice(), y: start.y.slice(), variance: start.variance.slice(), people: start.people.slice() };
  let score = Infinity;
  for (let step = 0; step < steps; step++) {
    const parts = Array.from({ length: m.k }, (_, j) => [axis(nx, lx, ex, m.x[j]!, m.variance[j]!, true), axis(ny, ly, ey, m.y[j]!, m.variance[j]!, true)] as const);
    const mu = new Float64Array(nx * ny);
    for (let j = 0; j < m.k; j++) { const [ax, ay] = parts[j]!; for (let b = 0; b < ny; b++) { const f = m.people[j]! * ay.share[b]!; if (f < 1e-7) continue; for (let a = 0; a < nx; a++) mu[b * nx + a]! += f * ax.share[a]!; } }
    const now = scoreOf(mu, counts, sd);
    if (step > 5 && score - now < 1e-3) { score = now; break; }
    score = now;
    // Expected true count of each cell given the noisy one and the model; a Poisson count, its normal likeness.
    const ratio = new Float64Array(nx * ny);
    for (let i = 0; i < ratio.length; i++) { const v = mu[i]!; const e = Math.max(0, v + (v / (v + sd * sd)) * (counts[i]! - v)); ratio[i] = v > 1e-12 ? e / v : 0; }
    const next = { x: new Float64Array(m.k), y: new Float64Array(m.k), variance: new Float64Array(m.k), people: new Float64Array(m.k) };
    let pooled = 0, all = 0;
    for (let j = 0; j < m.k; j++) {
      const [ax, ay] = parts[j]!;
      let w = 0, sx = 0, sy = 0;
      for (let b = 0; b < ny; b++) { const f = m.people[j]! * ay.share[b]!; if (f < 1e-7) continue; for (let a = 0; a < nx; a++) { const g = f * ax.share[a]! * ratio[b * nx + a]!; w += g; sx += g * ax.first[a]!; sy += g * ay.first[b]!; } }
      if (w < 1e-6) { next.x[j] = m.x[j]!; next.y[j] = m.y[j]!; next.variance[j] = m.variance[j]!; continue; }
      const cx = sx / w, cy = sy / w; let q = 0;
      for (let b = 0; b < ny; b++) { const f = m.people[j]! * ay.share[b]!; if (f < 1e-7) continue; for (let a = 0; a < nx; a++) { const g = f * ax.share[a]! * ratio[b * nx + a]!; q += g * ((ax.first[a]! - cx) ** 2 + ax.second[a]! + (ay.first[b]! - cy) ** 2 + ay.second[b]!); } }
      next.x[j] = cx; next.y[j] = cy; next.people[j] = w; next.variance[j] = q / (2 * w);
      pooled += q / 2; all += w;
    }
    const shared = pooled / all;
    let sum = 0;
    for (let j = 0; j < m.k; j++) { next.variance[j] = Math.max(least, (next.variance[j]! * next.people[j]! + pull * shared) / (next.people[j]! + pull)); sum += next.people[j]!; }
    for (let j = 0; j < m.k; j++) next.people[j]! *= people / sum;
    m = { k: m.k, ...next };
  }
  return { mixture: m, score };
}

/** Fit by matching pursuit, EM, and relocation of the least useful cloud to where people are missing. */
export function fitGrid(grid: Grid, counts: ArrayLike<number>, sd: number, people: number, k: number, random: () => number, opt: any = {}): MixtureFit {
  const [nx, ny] = grid.steps as [number, number];
  const [lx, ly] = [grid.box.lower[0]!, grid.box.lower[1]!];
  const [ex, ey] = [edgeOf(grid, 0), edgeOf(grid, 1)];
  const area = nx * ex * ny * ey;
  const least = (0.15 * Math.min(ex, ey)) ** 2;
  const pull = (opt.pull ?? 4) * sd;
  const guess = Math.max(least, Math.min(area / (k * 16), (ex * ey) * 1));
  const place = (mu: Float64Array, variance: number): { x: number; y: number; people: number } => {
    // matched filter over a lattice of cell middles
    const s = Math.sqrt(variance); const rx = Math.ceil(2.5 * s / ex), ry = Math.ceil(2.5 * s / ey);
    let best = -Infinity, out = { x: 0, y: 0, people: 0 };
    for (let cy = 0; cy < ny; cy++) for (let cx = 0; cx < nx; cx++) {
      const mx = lx + ex * (cx + 0.5), my = ly + ey * (cy + 0.5);
      let num = 0, den = 0;
      for (let b = Math.max(0, cy - ry); b <= Math.min(ny - 1, cy + ry); b++) for (let a = Math.max(0, cx - rx); a <= Math.min(nx - 1, cx + rx); a++) {
        const g = cellShare(ex, ey, lx + ex * a - mx, ly + ey * b - my, s); const i = b * nx + a; const v = sd * sd + mu[i]!;
        num += g * (counts[i]! - mu[i]!) / v; den += g * g / v;
      }
      const z = num / Math.sqrt(den);
      if (z > best) { best = z; out = { x: mx, y: my, people: Math.max(num / den, 0) }; }
    }
    return out;
  };
  // pursuit
  let fit: { mixture: Mixture; score: number } | undefined;
  for (const [factor, greedy] of [[0.3, 0], [1, 0], [3, 0], [1, 3]] as const) {
    let m: Mixture = { k: 0, x: new Float64Array(0), y: new Float64Array(0), variance: new Float64Array(0), people: new Float64Array(0) };
    const width = Math.max(least, guess * factor);
    for (let j = 0; j < k; j++) {
      const at = place(expected(grid, m), width);
      const got = Math.min(Math.max(at.people, people / (20 * k)), people);
      m = { k: j + 1, x: Float64Array.of(...m.x, at.x), y: Float64Array.of(...m.y, at.y), variance: Float64Array.of(...m.variance, width), people: Float64Array.of(...m.people, got) };
      if (greedy) m = emSteps(grid, counts, sd, Math.min(people, m.people.reduce((q, w) => q + w, 0)), m, greedy, least, pull).mixture;
    }
    const found = emSteps(grid, counts, sd, people, m, 60, least, pull);
    if (!fit || found.score < fit.score) fit = found;
  }
  if (!fit) throw new RangeError("a mixture needs a cloud");
  let refused = 0;
  const shared = () => { let q = 0, w = 0; for (let j = 0; j < k; j++) { q += fit!.mixture.variance[j]! * fit!.mixture.people[j]!; w += fit!.mixture.people[j]!; } return q / w; };
  const order = () => Array.from({ length: k }, (_, j) => j);
  for (let tries = 0; tries < (opt.tries ?? 6 * k + 40) && refused < (opt.gones ?? 3) * 4 && k > 1; tries++) {
    const m: Mixture = fit.mixture;
    // Merge cost of each cloud: what is lost when it goes and its neighbour takes its people over.
    const costs = order().map((j) => { let c = Infinity; for (let l = 0; l < k; l++) if (l !== j) c = Math.min(c, (m.people[j]! * m.people[l]!) / (m.people[j]! + m.people[l]! + 1e-9) * ((m.x[j]! - m.x[l]!) ** 2 + (m.y[j]! - m.y[l]!) ** 2)); return c; });
    const gone = order().toSorted((a, b) => costs[a]! - costs[b]!)[Math.min(k - 1, refused % (opt.gones ?? 3))]!;
    let near = -1, least2 = Infinity;
    for (let l = 0; l < k; l++) if (l !== gone) { const q = (m.x[gone]! - m.x[l]!) ** 2 + (m.y[gone]! - m.y[l]!) ** 2; if (q < least2) { least2 = q; near = l; } }
    const trial = { k, x: m.x.slice(), y: m.y.slice(), variance: m.variance.slice(), people: m.people.slice() };
    const total = m.people[gone]! + m.people[near]!;
    const share = m.people[gone]! / Math.max(total, 1e-9);
    trial.variance[near] = m.variance[near]! + share * (1 - share) * least2 / 2;
    trial.x[near]! += share * (m.x[gone]! - m.x[near]!); trial.y[near]! += share * (m.y[gone]! - m.y[near]!); trial.people[near] = total; trial.people[gone] = 0;
    const widest = order().filter((j) => j !== gone && j !== near).toSorted((a, b) => m.people[b]! * m.variance[b]! - m.people[a]! * m.variance[a]!);
    const action = Math.floor(refused / (opt.gones ?? 3)) % 4;
    if (action === 0) {
      const at = place(expected(grid, trial), shared());
      trial.x[gone] = at.x; trial.y[gone] = at.y; trial.people[gone] = Math.max(at.people, people / (20 * k)); trial.variance[gone] = shared();
    } else {
      const j = widest[Math.min(action, widest.length) - 1]; if (j === undefined) { refused++; continue; }
      const angle = random() * 2 * Math.PI, s = Math.sqrt(m.variance[j]!);
      trial.x[gone] = m.x[j]! + s * Math.cos(angle); trial.y[gone] = m.y[j]! + s * Math.sin(angle);
      trial.x[j] = m.x[j]! - s * Math.cos(angle); trial.y[j] = m.y[j]! - s * Math.sin(angle);
      trial.people[gone] = trial.people[j] = m.people[j]! / 2; trial.variance[gone] = trial.variance[j] = m.variance[j]! / 2;
    }
    const found = emSteps(grid, counts, sd, people, trial, 25, least, pull);
    if (found.score < fit.score - 0.5) { fit = found; refused = 0; } else refused++;
  }
  fit = emSteps(grid, counts, sd, people, fit.mixture, 100, least, pull);
  // Information on each coordinate.
  const m = fit.mixture, all = expected(grid, m);
  const doubt = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    const s = Math.sqrt(m.variance[j]!), h = 0.1 * s; let info = 0;
    const one = (dx: number) => expected(grid, { k: 1, x: Float64Array.of(m.x[j]! + dx), y: m.y.slice(j, j + 1), variance: m.variance.slice(j, j + 1), people: m.people.slice(j, j + 1) });
    const up = one(h), down = one(-h);
    for (let i = 0; i < up.length; i++) info += ((up[i]! - down[i]!) / (2 * h)) ** 2 / (sd * sd + all[i]!);
    doubt[j] = Math.min(1 / (info + 1e-30), m.variance[j]! + ex * ey);
  }
  return { mixture: m, score: fit.score, doubt };
}

function cellShare(ex: number, ey: number, x0: number, y0: number, s: number): number {
  return (normalCdf((x0 + ex) / s) - normalCdf(x0 / s)) * (normalCdf((y0 + ey) / s) - normalCdf(y0 / s));
}
