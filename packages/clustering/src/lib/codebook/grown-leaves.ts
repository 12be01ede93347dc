import type { Cell } from "@sedge/protocol";
import type { CellEstimate } from "./cell-estimate.ts";
import { childOf, parentOf, ROOT } from "./cell-path.ts";
import { centreOf, nearestIndex, type Point, squaredBetween } from "./geometry.ts";

/** A leaf of the next tree. */
export interface GrownLeaf {
  readonly path: string;
  /** Where it was measured: its centre in the last tree, or that of its people where it is new. */
  readonly centre: Point;
  /** Mean of its people. */
  readonly mean: Point;
  readonly count: number;
  /** Mean squared distance of its people to that mean, where it was asked. */
  readonly spread: number | undefined;
  /** The last tree's cell that it comes from. */
  readonly before: Cell;
}

export interface GrowthLimits {
  readonly minPeople: number;
  readonly countStdDev: number;
}

/** Deviations of noise by which a new leaf must be heavier than k, so that it is likely to stay one, or an old one surely is lighter. */
const SURE = 3;

/**
 * The leaves of the next tree. A leaf that was measured in parts is split if two parts or more have enough people each, and
 * is put together again if not. Then leaves lighter than `minPeople` go, the lightest first, as devices would name their
 * parents instead, and their people count in the leaf that is now nearest; one that was heavy enough before and is not surely
 * too light stays once, or noise would never let a tree rest. An only child becomes its parent. At least one leaf is left.
 */
export function grownLeaves(
  frontier: readonly Cell[],
  estimates: readonly CellEstimate[],
  owners: readonly number[],
  limits: GrowthLimits,
): { readonly leaves: readonly GrownLeaf[]; readonly hasGrown: boolean } {
  const split = frontier.flatMap((leaf, index) =>
    leafOrParts(
      leaf,
      estimates.filter((_, cell) => owners[cell] === index),
      limits,
    ),
  );
  const pruned = pruneLight(split, limits);
  const paths = new Set(pruned.map(({ path }) => path));
  const hasGrown = pruned.length !== frontier.length || frontier.some(({ path }) => !paths.has(path));
  return { leaves: pruned, hasGrown };
}

function leafOrParts(
  leaf: Cell,
  parts: readonly CellEstimate[],
  { minPeople, countStdDev }: GrowthLimits,
): GrownLeaf[] {
  const large = parts.filter(({ count }) => count - SURE * countStdDev >= minPeople);
  const before = leaf;
  if (parts.length < 2 || large.length < 2)
    return [{ path: leaf.path, centre: leaf.centroid, before, ...together(parts) }];
  const centres = large.map(({ centre }) => centre);
  const groups = large.map((part) => [part]);
  for (const part of parts) if (!large.includes(part)) groups[nearestIndex(part.mean, centres)]!.push(part);
  return groups.map((group, step) => {
    const whole = together(group);
    return { path: childOf(leaf.path, step), centre: whole.mean, before, ...whole };
  });
}

/** Several cells' people as one cell's. */
function together(parts: readonly Pick<CellEstimate, "mean" | "count" | "spread">[]) {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const mean = centreOf(parts.map((part) => ({ point: part.mean, weight: part.count })));
  const known = parts.filter(({ spread }) => spread !== undefined);
  const people = known.reduce((sum, part) => sum + part.count, 0);
  const spread =
    people > 0
      ? known.reduce((sum, part) => sum + (part.count / people) * (part.spread! + squaredBetween(part.mean, mean)), 0)
      : undefined;
  return { count, mean, spread };
}

function pruneLight(all: readonly GrownLeaf[], { minPeople, countStdDev }: GrowthLimits): GrownLeaf[] {
  let leaves = [...all];
  const isDoubtful = ({ count, path, before }: GrownLeaf) =>
    path === before.path && before.count >= minPeople && count + SURE * countStdDev >= minPeople;
  for (;;) {
    const light = leaves.filter((leaf) => leaf.count < minPeople && !isDoubtful(leaf));
    const lightest = light.toSorted((a, b) => a.count - b.count)[0];
    if (!lightest || leaves.length === 1) break;
    leaves = leaves.filter((leaf) => leaf !== lightest);
    const heir = nearestIndex(
      lightest.mean,
      leaves.map(({ centre }) => centre),
    );
    leaves = leaves.with(heir, { ...leaves[heir]!, ...together([leaves[heir]!, lightest]) });
  }
  return withoutOnlyChildren(leaves);
}

/** A leaf that is the only cell below its parent says nothing that the parent does not. */
function withoutOnlyChildren(leaves: readonly GrownLeaf[]): GrownLeaf[] {
  const raised = leaves.map((leaf) => {
    const parent = parentOf(leaf.path);
    const isOnly = leaf.path !== ROOT && leaves.every(({ path }) => path === leaf.path || !isBelow(path, parent));
    return isOnly ? { ...leaf, path: parent } : leaf;
  });
  return raised.every(({ path }, index) => path === leaves[index]!.path) ? raised : withoutOnlyChildren(raised);
}

function isBelow(path: string, parent: string): boolean {
  return parent === ROOT ? path !== ROOT : path.startsWith(`${parent}.`);
}
