export { dbscan, type DbscanOptions, naturalRadius } from "./lib/density/dbscan.ts";
export { hdbscan, type HdbscanOptions, densityValidity } from "./lib/density/hdbscan.ts";
export { NO_CLUSTER, type WeightedCells } from "./lib/density/weighted-cells.ts";
