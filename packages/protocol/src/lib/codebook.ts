import * as v from "valibot";
import { CellPath, Generation } from "./codeword.ts";
import { MAX_CLUSTERS, MAX_CODEBOOK_CELLS, MAX_CODEBOOK_FEATURES } from "./limits.ts";
import { Sha256Hex } from "./sha256-hex.ts";

/** A cluster's stable name across generations: `c` and a number. */
export const ClusterId = v.pipe(v.string(), v.regex(/^c\d{1,6}$/), v.brand("ClusterId"));
export type ClusterId = v.InferOutput<typeof ClusterId>;

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(finite, v.minValue(0));
const probability = v.pipe(finite, v.minValue(0), v.maxValue(1));
const centroid = v.pipe(v.array(finite), v.maxLength(MAX_CODEBOOK_FEATURES));

/** One cell: a region of the feature space with its centre. */
export const Cell = v.object({
  path: CellPath,
  /** Mean of the people in the cell, one coordinate a feature, in the codebook's order and scale. */
  centroid,
  /** How many people are in the cell and the cells below it; noisy where it was learnt from visitors. */
  count,
  /** The cluster that a visitor known only to be in this cell is given. */
  cluster: ClusterId,
  /** Share of the cell's people who belong to that cluster, 0 to 1. */
  confidence: probability,
});
export type Cell = v.InferOutput<typeof Cell>;

/** One cluster of behaviour. */
export const Cluster = v.object({
  id: ClusterId,
  /** A few words for people, such as `quick look at one category`. */
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  centroid,
  count,
});
export type Cluster = v.InferOutput<typeof Cluster>;

const CodebookFields = v.object({
  generation: Generation,
  /** `prior`: built from public data, shipped with Sedge. `round`: learnt from this site's contributions. */
  source: v.picklist(["prior", "round"]),
  /** Version of the feature vector that the centroids live in. A device with another version stays at the root. */
  featureSchema: v.pipe(v.string(), v.regex(/^[a-z]+\.v\d+$/)),
  /** Names of the coordinates, in order. */
  features: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9]*$/))),
    v.minLength(1),
    v.maxLength(MAX_CODEBOOK_FEATURES),
  ),
  cells: v.pipe(v.array(Cell), v.minLength(1), v.maxLength(MAX_CODEBOOK_CELLS)),
  clusters: v.pipe(v.array(Cluster), v.minLength(1), v.maxLength(MAX_CLUSTERS)),
  /** SHA-256 of the noisy sums that it was made of: `/v1/sites/{site}/sums/{sha256}`. Absent in a prior, and where version 5 made it. */
  sums: v.exactOptional(Sha256Hex),
});

function isOneTree({ features, cells, clusters }: v.InferOutput<typeof CodebookFields>): boolean {
  const paths = new Set<string>(cells.map((cell) => cell.path));
  const ids = new Set(clusters.map((cluster) => cluster.id));
  const parentOf = (path: string) => path.split(".").slice(0, -1).join(".");
  return (
    paths.size === cells.length &&
    ids.size === clusters.length &&
    paths.has("") &&
    clusters.every((cluster) => cluster.centroid.length === features.length) &&
    cells.every(
      (cell) => cell.centroid.length === features.length && ids.has(cell.cluster) && paths.has(parentOf(cell.path)),
    )
  );
}

/**
 * The public tree of cells over the feature space, and the clusters they belong to. Served as the exact bytes that its
 * SHA-256 names. Valid only if it has a root, every cell's parent, one centroid length, and only known clusters.
 */
export const Codebook = v.pipe(
  CodebookFields,
  v.check(isOneTree, "cells do not form one tree over the named clusters and features"),
);
export type Codebook = v.InferOutput<typeof Codebook>;
