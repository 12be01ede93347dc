export { linkRecords, MAX_BLOCK } from "./lib/batch/link-records.ts";
export type { Linkage, LinkageOptions, LinkageProgress, LinkageStage } from "./lib/batch/linkage-options.ts";
export type { FitSign } from "./lib/scoring/fit-sign.ts";
