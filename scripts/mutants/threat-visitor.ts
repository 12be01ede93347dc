import { area } from "./mutant.ts";

const EDGE = "packages/edge-worker/src/lib";
const PRIVACY = "packages/privacy/src/lib";

/** Rows of the threat model about a hostile visitor. */
export const threatVisitor = area("threat-visitor", [
  {
    id: "site-budget-per-address",
    promise: "A site's daily budget bounds guesses from however many addresses.",
    file: "packages/operator/src/lib/prf/prf-keeper.ts",
    find: "this.#budget.spend(PAGES, elements, limits.pages, now)",
    replace: "this.#budget.spend(caller.addressDigest ?? PAGES, elements, limits.pages, now)",
    killedBy: [`${EDGE}/connector-routes.test.ts`],
  },
  {
    id: "console-open-to-the-edge",
    promise: "The edge's key does not open the aggregator's console.",
    file: "packages/aggregator/src/lib/app.ts",
    find: "adminKey: (env) => settingsOf(env).ADMIN_KEY",
    replace: "adminKey: (env) => settingsOf(env).OPERATOR_KEY",
    killedBy: ["packages/aggregator/src/lib/connectors.test.ts"],
  },
  {
    id: "guest-sees-the-profile",
    promise: "A device that a landing link alone has joined sees nothing of the recipient's profile but the cluster.",
    file: `${EDGE}/profile-export.ts`,
    find: "return isHandedOver && !edges.some(",
    replace: "return false && !edges.some(",
    killedBy: [`${EDGE}/connector/landing-links.test.ts`],
  },
  {
    id: "landing-link-accepted-twice",
    promise: "A landing link joins one device.",
    file: `${EDGE}/identity/shard/landing-link-rows.ts`,
    find: 'if (landingLink.key !== null && landingLink.key !== key) return { state: "spent" };',
    replace: "",
    killedBy: [`${EDGE}/connector/landing-links.test.ts`],
  },
  {
    id: "speaks-for-another-channel",
    promise: "A connector sends for its key's own channel alone.",
    file: `${EDGE}/connector/deliveries.ts`,
    find: 'if (isOfChannel && message.body.channel !== channel) throw new Refusal("wrong-channel");',
    replace: "",
    killedBy: [`${EDGE}/connector/deliveries.test.ts`],
  },
  {
    id: "term-spells-an-identifier",
    promise: "A term that may be evaluated is no identifier's input.",
    file: `${PRIVACY}/record-token.ts`,
    find: 'domainBytes("record-term", site, term)',
    replace: 'domainBytes("prf-input", site, "email", term)',
    killedBy: [`${PRIVACY}/record-token.test.ts`],
  },
  {
    id: "webhook-secret-of-all-channels",
    promise: "The secret of one channel does not sign another channel's webhooks.",
    file: `${EDGE}/triggers/webhook-secret.ts`,
    find: "${site}\\n${channel}\\n${number}",
    replace: "${site}\\n${number}",
    killedBy: [`${EDGE}/triggers/webhook-request.test.ts`],
  },
  {
    id: "webhook-about-a-stranger",
    promise: "A channel gets no webhook about a person whom it has not delivered.",
    file: `${EDGE}/identity/client/channel-readers.ts`,
    find: "return found.flat();",
    replace: "return found.length > 0 ? [...tokens] : [];",
    killedBy: [`${EDGE}/triggers/triggers.test.ts`],
  },
]);
