export { believedCounts } from "./lib/counts/believed-counts.ts";
