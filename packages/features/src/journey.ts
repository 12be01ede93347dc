export {
  TRANSITION_HOURS,
  transitionsOf,
  type ChannelSeen,
  hoursSince,
  type SeenTransition,
} from "./lib/journey/seen.ts";
export { type Journey, JourneyHistory, journeyOf, withSession } from "./lib/journey/journey-history.ts";
export { journeyStage } from "./lib/journey/journey-stage.ts";
export { nextLook, type WatchedHours, watchedHours } from "./lib/journey/next-look.ts";
export { profileFacts, type ProfileState } from "./lib/journey/profile-facts.ts";
export { profileStage } from "./lib/journey/profile-stage.ts";
export { describedFeatures, type DescribedFeatures } from "./lib/journey/described-features.ts";
