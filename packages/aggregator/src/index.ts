import { aggregatorApp } from "./lib/app.ts";

export { CodebookRegistry } from "./lib/codebook-registry.ts";
export { PrfBudget } from "./lib/prf-budget.ts";

export default aggregatorApp();
