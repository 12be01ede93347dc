export { heldSignals } from "./lib/files/held-signals.ts";
export { readMappingJson } from "./lib/files/mapping-json.ts";
export { checkOutput } from "./lib/files/output-file.ts";
export { codeOf, replaceFile } from "./lib/files/replace-file.ts";
export { clearStages, stagingName } from "./lib/files/staging-name.ts";
