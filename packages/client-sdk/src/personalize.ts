// What the loader imports for pages that are personalised: dist/script/personalize.js.
export { Personalization } from "./lib/personalize/personalization.ts";
