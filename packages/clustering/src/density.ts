export { dbscan, type DbscanOptions, naturalRadius } from "./lib/density/dbscan.ts";
export { hdbscan, type HdbscanOptions, densityValidity } from "./lib/density/hdbscan.ts";
export { NO_CLUSTER, type WeightedCells } from "./lib/density/weighted-cells.ts";
export { denseShapes, type LatticeCounts, smoothed, smoothedVariance, typicalOf } from "./lib/density/dense-shapes.ts";
export { type Lattice, neighboursOf } from "./lib/density/lattice.ts";
