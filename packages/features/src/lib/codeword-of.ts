import { type Codebook, type Codeword, MIN_CELL_PEOPLE } from "@sedge/protocol";
import { cellsAt, cutBack } from "./cell-tree.ts";
import { nearest } from "./distance.ts";
import type { FeatureRecord } from "./feature-record.ts";
import { visitPoint } from "./profile/visit-point.ts";

/** The codeword of a visit: {@link codewordAt} its point, so the root alone where its features are not the codebook's. */
export function codewordOf(codebook: Codebook, record: FeatureRecord, minPeople: number): Codeword {
  return codewordAt(codebook, visitPoint(codebook, record), minPeople);
}

/**
 * A point's codeword: the path to the leaf with the nearest centroid (Euclidean), truncated to the deepest cell on
 * which every cell below the root has at least `minPeople` people, and never fewer than `MIN_CELL_PEOPLE`. The device, or the
 * owner of another channel's records, truncates it, so no operator can request more. Votes in a round are counted in the same leaf, so that a
 * count is of those who are served the cell. Without a point: the root, which contains everyone.
 */
export function codewordAt(codebook: Codebook, point: readonly number[] | undefined, minPeople: number): Codeword {
  const leaf = point && nearest(cellsAt(codebook, Infinity), point);
  const enough = Math.max(minPeople, MIN_CELL_PEOPLE);
  return { generation: codebook.generation, path: cutBack(codebook, leaf?.path ?? "", enough).path };
}
