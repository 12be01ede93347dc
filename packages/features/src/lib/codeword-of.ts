import type { Cell, CellPath, Codebook, Codeword } from "@sedge/protocol";
import { nearest } from "./distance.ts";
import { FEATURE_SCHEMA, featureNamed, type FeatureRecord } from "./feature-record.ts";

/** The root's path, which every codebook has. */
const ROOT = "";

/**
 * The record's codeword: from the root always to the child whose centroid is nearest (Euclidean, over the codebook's
 * features as they stand in the record), cut back to the deepest path on which every cell below the root has at least
 * `minPeople` people. The device itself does the cutting, so no operator can ask for more. The root alone, where
 * everybody is, if the codebook is of another feature schema or names a feature that the record lacks.
 */
export function codewordOf(codebook: Codebook, record: FeatureRecord, minPeople: number): Codeword {
  const root = codebook.cells.find(({ path }) => path === ROOT);
  if (!root) throw new RangeError("codebook has no root");
  const point = pointIn(codebook, record);
  const cell = point ? descend(codebook.cells, root, point, minPeople) : root;
  return { generation: codebook.generation, path: cell.path };
}

function descend(cells: readonly Cell[], cell: Cell, point: readonly number[], minPeople: number): Cell {
  const children = cells.filter(({ path }) => path !== ROOT && parentOf(path) === cell.path);
  const next = nearest(children, point);
  return next && next.count >= minPeople ? descend(cells, next, point, minPeople) : cell;
}

function pointIn(codebook: Codebook, record: FeatureRecord): number[] | undefined {
  if (codebook.featureSchema !== FEATURE_SCHEMA) return undefined;
  const point = codebook.features.flatMap((name) => featureNamed(record, name) ?? []);
  return point.length === codebook.features.length ? point : undefined;
}

function parentOf(path: CellPath): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}
