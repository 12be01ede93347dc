export { dbscan, type DbscanOptions } from "./lib/density/dbscan.ts";
export { hdbscan, type HdbscanOptions } from "./lib/density/hdbscan.ts";
export { naturalRadius } from "./lib/density/natural-radius.ts";
export { densityValidity } from "./lib/density/validity.ts";
export { NO_CLUSTER, type WeightedCells } from "./lib/density/weighted-cells.ts";
