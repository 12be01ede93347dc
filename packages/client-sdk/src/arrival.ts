// What the loader imports for visits that come from elsewhere: dist/script/arrival.js.
export { arrivalOf } from "./lib/arrival/arrival-of.ts";
export { landingLink } from "./lib/arrival/landing-link.ts";
