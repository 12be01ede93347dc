// What the loader imports: dist/script/sdk.js.
export { startClassifier } from "./lib/start-classifier.ts";
