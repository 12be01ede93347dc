import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { adjustedRandIndex, majorityAccuracy, silhouette } from "@sedge/clustering/evaluation";
import { assign, type Centres, type PointSet } from "@sedge/clustering/k-means";
import {
  type Box,
  countCells,
  countShapes,
  densityClusters,
  learnClusters,
  MOST_LATTICE_FEATURES,
  type Panel,
  shapeClusters,
  type SurveyRound,
} from "@sedge/cli/learner";
import { randomFrom } from "@sedge/models/random";
import { ACCOUNTANT, epsilonOf, rhoOf } from "@sedge/privacy/accountant";
import type { Measurement } from "@sedge/protocol";
import { type Call, CommandError, type Terminal } from "@sedge/connector/command-line";
import { replaceFile } from "@sedge/connector/files";
import { STDERR, stageProgress } from "@sedge/connector/progress";
import { centresFile } from "./centres-file.ts";
import { type ClusterCall, clusterCall } from "./cluster-call.ts";
import { type ClusterFigures, clusterJson, clusterLines } from "./cluster-figures.ts";
import { devicesOf } from "./devices.ts";
import { skipOf } from "../models/skip-bad.ts";
import { boundsText, privateBounds } from "./private-bounds.ts";
import { checkDensity, checkedDelta } from "./enough-points.ts";
import { readLabels, readPoints } from "./read-points.ts";

/** Share of the budget for estimating the bounds. */
const BOUNDS_SHARE = 0.1;

/** `sedge cluster --input FILE … --output FILE`. */
export async function clusterCommand(given: Call, { out, note }: Terminal): Promise<void> {
  const call = clusterCall(given);
  const isFile = call.labels !== undefined && existsSync(call.labels);
  const {
    features,
    coordinates,
    labels: column,
  } = await readPoints(call.input, isFile ? undefined : call.labels, skipOf(given, note));
  const d = features.length;
  const people = coordinates.length / d;
  const labels = isFile && call.labels !== undefined ? await readLabels(call.labels, people) : column;
  if (call.k !== undefined && people < call.k) {
    throw new CommandError("unfit-rows", `${call.input} has ${people} points, and --k asks for ${call.k} clusters.`);
  }
  if (people < 2) throw new CommandError("unfit-rows", `${call.input} has one point, and two are required.`);
  const stated = statedBox(call, d);
  const delta = checkedDelta(call, people);
  checkDensity(call, people, rhoOf(call.epsilon, delta));
  const rho = rhoOf(call.epsilon, delta);
  const devices = devicesOf(call.mode, call.seed);
  const { box, spent, measurements } = await boxOf(stated, coordinates, d, rho, devices.panelOf);
  if (call.bounds === undefined)
    note(`bounds, estimated for ${BOUNDS_SHARE} of the budget: ${boundsText(box, features)}`);
  const points: PointSet = { d, coordinates };
  const found = await clustersOf(call, devices.panelOf(points), { rho: rho - spent, box, features });
  const cost = await devices.costOf([...measurements, ...found.rounds.map(({ measurement }) => measurement)], people);
  const labelled = found.labelsOf(points);
  const truths = labels && numbered(labels);
  const figures: ClusterFigures = {
    inertia: found.counts.length === 0 ? null : assign(points, found.centres).inertia,
    silhouette: silhouette(points, labelled) ?? null,
    ari: truths ? adjustedRandIndex(labelled, truths) : null,
    accuracy: truths ? majorityAccuracy(labelled, truths) : null,
    epsilon: epsilonOf(spent + found.rounds.reduce((sum, round) => sum + round.rho, 0), delta),
    delta,
    ...cost,
    clusters: found.counts.length,
  };
  if (call.k === undefined && figures.clusters === 0) {
    note(
      "no cluster: nothing is dense enough to stand out from the noise; raise --epsilon, add points, or narrow --bounds",
    );
  }
  replaceFile(call.output, centresFile(features, found.centres, found.counts));
  if (call.isJson) return out(clusterJson(figures));
  out(`${people} devices, ${figures.clusters} clusters: ${call.output}`);
  for (const line of clusterLines(figures, measurements.length + found.rounds.length, ACCOUNTANT)) out(line);
}

/** The public bounds of a call. Throws CommandError `bad-option` for a pair too many or too few. */
function statedBox({ bounds, input }: ClusterCall, d: number): Box | undefined {
  if (bounds === undefined) return undefined;
  if (bounds.length !== 1 && bounds.length !== d) {
    throw new CommandError("bad-option", `--bounds has ${bounds.length} pairs, and ${input} ${d} features.`);
  }
  const each = bounds.length === d ? bounds : Array.from({ length: d }).flatMap(() => bounds);
  return { lower: each.map(([lower]) => lower), upper: each.map(([, upper]) => upper) };
}

async function boxOf(
  stated: Box | undefined,
  coordinates: Float64Array,
  d: number,
  rho: number,
  panelOf: (points: PointSet) => Panel,
): Promise<{ readonly box: Box; readonly spent: number; readonly measurements: readonly Measurement[] }> {
  if (stated) return { box: stated, spent: 0, measurements: [] };
  const estimate = await privateBounds(coordinates, d, rho * BOUNDS_SHARE, (numbers) =>
    panelOf({ d: 1, coordinates: numbers }),
  );
  return { box: estimate.box, spent: estimate.rho, measurements: estimate.measurements };
}

interface Found {
  readonly centres: Centres;
  readonly counts: ArrayLike<number>;
  readonly rounds: readonly SurveyRound[];
  readonly labelsOf: (points: PointSet) => Int32Array;
}

async function clustersOf(
  { k, rounds, seed }: ClusterCall,
  panel: Panel,
  options: { readonly rho: number; readonly box: Box; readonly features: readonly string[] },
): Promise<Found> {
  const random = randomFrom(seed ?? randomInt(2 ** 31));
  const progress = stageProgress("learning", STDERR);
  if (k === undefined) {
    if (options.features.length > MOST_LATTICE_FEATURES) {
      const counted = await countCells(panel, { ...options, random });
      progress(1);
      return { ...densityClusters(counted, panel.people), rounds: counted.rounds };
    }
    const counted = await countShapes(panel, options);
    progress(1);
    return { ...shapeClusters(counted), rounds: counted.rounds };
  }
  const learnt = await learnClusters(panel, { ...options, k, rounds, random, progress });
  return { ...learnt, labelsOf: (points) => assign(points, learnt.centres).labels };
}

/** Replaces each distinct text by a number. */
function numbered(texts: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}
