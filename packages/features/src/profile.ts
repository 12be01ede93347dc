export type { Scale, Scales } from "./lib/channels/channel-definition.ts";
export { CHANNEL_DEFINITIONS, channelsOf } from "./lib/channels/registry.ts";
export { CHANNEL_FEATURES, spaceChannelOf, tallyCoordinates } from "./lib/profile/channel-features.ts";
export {
  channelsIn,
  type KnownChannels,
  ownCoordinates,
  pointIn,
  PROFILE_SCHEMA,
  type Space,
} from "./lib/profile/profile-codebook.ts";
export { type ChannelFeatures, PRESENCE, profileFeatures, profilePoint } from "./lib/profile/profile-space.ts";
export { type MetIn, describedChannels } from "./lib/profile/described-channels.ts";
export { Touch } from "./lib/profile/touch.ts";
export { addTouch, TouchTally } from "./lib/profile/touch-tally.ts";
export { visitPoint } from "./lib/profile/visit-point.ts";
