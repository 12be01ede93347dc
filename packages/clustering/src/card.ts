export { type CardFacts, clusterCards } from "./lib/card/cluster-cards.ts";
export { anyClusterNames, type Centre, clusterNames } from "./lib/card/cluster-name.ts";
export { MOSTLY_SENSITIVE, sensitiveShare } from "./lib/card/sensitive-share.ts";
export {
  expectedIntents,
  IntentModel,
  intentInputs,
  type IntentShare,
  intentsAt,
} from "./lib/card/expected-intents.ts";
