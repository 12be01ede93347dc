export { addScalars, randomKey } from "@sedge/connector/prf";
export { evaluateWithKey } from "./lib/prf/whole-key.ts";
