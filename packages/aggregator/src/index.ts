import { aggregatorApp } from "./lib/app.ts";

export { PrfKeeper } from "@sedge/operator/prf-keeper";
export { CodebookRegistry } from "./lib/codebook-registry.ts";
export { LogKeeper } from "./lib/log/log-keeper.ts";
export { ReportShard } from "./lib/rounds/report-shard.ts";
export { RoundKeeper } from "./lib/rounds/round-keeper.ts";

export default aggregatorApp();
