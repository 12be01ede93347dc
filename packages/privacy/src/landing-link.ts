export { landingLinkKeys } from "./lib/landing-link-key.ts";
