export { type CardFacts, clusterCards, MOSTLY_SENSITIVE, sensitiveShare } from "./lib/card/cluster-cards.ts";
export { anyClusterNames, type Centre, clusterNames } from "./lib/card/cluster-name.ts";
export {
  expectedIntents,
  IntentModel,
  intentInputs,
  type IntentShare,
  intentsAt,
} from "./lib/card/expected-intents.ts";
