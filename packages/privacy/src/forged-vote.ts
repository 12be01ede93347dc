export { FORGERIES, forgedVote, type Forgery } from "./lib/contribution/forged-vote.ts";
