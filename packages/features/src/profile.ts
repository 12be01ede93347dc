export { type ChannelFeatures, profileFeatures, profilePoint } from "./lib/profile/profile-space.ts";
