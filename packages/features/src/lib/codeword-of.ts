import type { Codebook, Codeword } from "@sedge/protocol";
import { cellsAt, cutBack } from "./cell-tree.ts";
import { nearest } from "./distance.ts";
import { FEATURE_SCHEMA, featureNamed, type FeatureRecord } from "./feature-record.ts";

/**
 * The record's codeword: the path to the leaf whose centroid is nearest (Euclidean, over the codebook's features as they
 * stand in the record), cut back to the deepest cell on which every cell below the root has at least `minPeople` people.
 * The device itself does the cutting, so no operator can ask for more. The leaf is the one that the device's vote in a
 * round is counted in, so that a count is of those who are served the cell. The root alone, where everybody is, if the
 * codebook is of another feature schema or names a feature that the record lacks.
 */
export function codewordOf(codebook: Codebook, record: FeatureRecord, minPeople: number): Codeword {
  const point = pointIn(codebook, record);
  const leaf = point && nearest(cellsAt(codebook, Infinity), point);
  return { generation: codebook.generation, path: cutBack(codebook, leaf?.path ?? "", minPeople).path };
}

function pointIn(codebook: Codebook, record: FeatureRecord): number[] | undefined {
  if (codebook.featureSchema !== FEATURE_SCHEMA) return undefined;
  const point = codebook.features.flatMap((name) => featureNamed(record, name) ?? []);
  return point.length === codebook.features.length ? point : undefined;
}
