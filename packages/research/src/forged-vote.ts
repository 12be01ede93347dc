export { FORGERIES, forgedVote, type Forgery } from "./lib/forged-vote.ts";
