import type { Cell, Codebook, Codeword } from "@sedge/protocol";
import { nearest } from "./distance.ts";
import { FEATURE_SCHEMA, featureNamed, type FeatureRecord } from "./feature-record.ts";

/** The root's path, which every codebook has. */
const ROOT = "";

/**
 * The record's codeword: the path to the leaf whose centroid is nearest (Euclidean, over the codebook's features as they
 * stand in the record), cut back to the deepest cell on which every cell below the root has at least `minPeople` people.
 * The device itself does the cutting, so no operator can ask for more. The leaf is the one that the device's vote in a
 * round is counted in, so that a count is of those who are served the cell. The root alone, where everybody is, if the
 * codebook is of another feature schema or names a feature that the record lacks.
 */
export function codewordOf(codebook: Codebook, record: FeatureRecord, minPeople: number): Codeword {
  const cells = new Map<string, Cell>(codebook.cells.map((cell) => [cell.path, cell]));
  let cell = cells.get(ROOT);
  if (!cell) throw new RangeError("codebook has no root");
  const point = pointIn(codebook, record);
  const leaf = point && nearest(leavesOf(codebook), point);
  for (const path of leaf ? pathsTo(leaf.path) : []) {
    const next = cells.get(path);
    if (!next || next.count < minPeople) break;
    cell = next;
  }
  return { generation: codebook.generation, path: cell.path };
}

/** The cells that have no cell below them. */
function leavesOf({ cells }: Codebook): Cell[] {
  const parents = new Set(cells.filter(({ path }) => path !== ROOT).map(({ path }) => parentOf(path)));
  return cells.filter(({ path }) => !parents.has(path));
}

function pointIn(codebook: Codebook, record: FeatureRecord): number[] | undefined {
  if (codebook.featureSchema !== FEATURE_SCHEMA) return undefined;
  const point = codebook.features.flatMap((name) => featureNamed(record, name) ?? []);
  return point.length === codebook.features.length ? point : undefined;
}

/** The paths of the cells on the way to a cell, from below the root on, its own the last. */
function pathsTo(path: string): string[] {
  if (path === ROOT) return [];
  const steps = path.split(".");
  return steps.map((_, index) => steps.slice(0, index + 1).join("."));
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}
