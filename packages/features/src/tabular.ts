export { tabularAnswer, type TabularAnswer } from "./lib/tabular/tabular-answer.ts";
export { tabularModelInput, type TabularRow } from "./lib/tabular/tabular-input.ts";
export { occludedRows, tabularReasons, type TabularReason } from "./lib/tabular/tabular-reasons.ts";
