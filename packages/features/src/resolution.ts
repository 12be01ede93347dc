export { CONTACT_EVENTS } from "./lib/resolution/contact-path.ts";
export {
  type Resolution,
  resolution,
  type ResolutionFacts,
  resolutionFacts,
  type ResolutionReason,
} from "./lib/resolution/resolution.ts";
