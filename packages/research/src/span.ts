export { crowdOf } from "./lib/span/crowd-of.ts";
export { learnInSpan } from "./lib/span/learn-in-span.ts";
