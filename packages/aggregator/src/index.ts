import { aggregatorApp } from "./lib/app.ts";

export { PrfKeeper } from "@sedge/operator/prf-keeper";
export { CodebookRegistry } from "./lib/codebook-registry.ts";

export default aggregatorApp();
