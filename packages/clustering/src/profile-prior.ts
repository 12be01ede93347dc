export { profilePrior } from "./lib/codebook/profile-prior.ts";
