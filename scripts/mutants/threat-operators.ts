import { area } from "./mutant.ts";

const EDGE = "packages/edge-worker/src/lib";
const AGGREGATOR = "packages/aggregator/src/lib";
const PRIVACY = "packages/privacy/src/lib";
const SDK = "packages/client-sdk/src/lib";

/** Rows of the threat model about one operator, a script of the page and a network watcher. */
export const threatOperators = area("threat-operators", [
  {
    id: "budget-counts-requests",
    promise: "The aggregator's budget counts elements, not requests.",
    file: "packages/operator/src/lib/prf/evaluation.ts",
    find: "elements: blinded.length,",
    replace: "elements: 1,",
    killedBy: [`${AGGREGATOR}/app.test.ts`],
  },
  {
    id: "batch-repeated",
    promise: "The aggregator evaluates what a connector signed once.",
    file: "packages/operator/src/lib/prf/prf-keeper.ts",
    find: 'return this.#nonces.see(nonce, now) ? standing : { state: "replayed" };',
    replace: "this.#nonces.see(nonce, now); return standing;",
    killedBy: [`${AGGREGATOR}/connectors.test.ts`],
  },
  {
    id: "unpinned-previous-epoch",
    promise: "A page trusts no epoch whose aggregator it does not pin.",
    file: `${SDK}/worker/clusters/site-files.ts`,
    find: "previous !== undefined && pins.includes(previous.aggregatorKey)",
    replace: "previous !== undefined",
    killedBy: [`${SDK}/worker/clusters/site-files.test.ts`],
  },
  {
    id: "address-passed-on",
    promise: "The edge passes no address of a visitor on to the aggregator.",
    file: `${EDGE}/public-routes.ts`,
    find: ".evaluate(site.id, batch)",
    replace: '.evaluate(site.id + "/prf?from=" + context.req.header("cf-connecting-ip") + "&rest=", batch)',
    killedBy: [`${EDGE}/aggregator.test.ts`],
  },
  {
    id: "error-messages-logged",
    promise: "A log holds no text of an error's message.",
    file: "packages/operator/src/lib/log.ts",
    find: 'return stack.startsWith(error.message, name.length) ? stack.slice(name.length + error.message.length) : "";',
    replace: "return stack;",
    killedBy: [`${EDGE}/app.test.ts`],
  },
  {
    id: "signing-key-readable",
    promise: "A script of the page cannot copy a signing key.",
    file: `${PRIVACY}/signing-key.ts`,
    find: 'importKey("pkcs8", pkcs8, ED25519, false, ["sign"])',
    replace: 'importKey("pkcs8", pkcs8, ED25519, true, ["sign"])',
    killedBy: [`${PRIVACY}/signing-key.test.ts`],
  },
  {
    id: "other-origin-answered",
    promise: "A page of another site gets no answer.",
    file: `${EDGE}/admission.ts`,
    find: 'if (isForeign && method !== "GET" && method !== "HEAD") throw new Refusal("origin-not-allowed");',
    replace: "",
    killedBy: [`${EDGE}/admission.test.ts`],
  },
  {
    id: "ledger-without-bodies",
    promise: "The ledger records every byte that Sedge sends.",
    file: `${SDK}/worker/wire/wire.ts`,
    find: "ledger.append({ ...entry, at: now(), status: 0 })",
    replace: 'ledger.append({ ...entry, body: "", at: now(), status: 0 })',
    killedBy: [`${SDK}/worker/wire/wire.test.ts`],
  },
  {
    id: "https-not-required",
    promise: "Browsers use HTTPS alone for the edge.",
    file: "packages/operator/src/lib/operator-app.ts",
    find: 'strictTransportSecurity: "max-age=31536000; includeSubDomains"',
    replace: "strictTransportSecurity: false",
    killedBy: [`${EDGE}/admission.test.ts`],
  },
  {
    id: "one-blind-for-all",
    promise: "The same identifier is blinded differently each time.",
    file: `${PRIVACY}/prf-blinding.ts`,
    find: "voprf.blind(input, nobleRandom(random))",
    replace: "voprf.blind(input, nobleRandom((count) => new Uint8Array(count).fill(9)))",
    killedBy: [`${PRIVACY}/prf-blinding.test.ts`],
  },
  {
    id: "replay-with-fewer-signatures",
    promise: "A message is valid for one transmission, in whole and in part.",
    file: `${EDGE}/identity/client/homes.ts`,
    find: "[...byShard(tokens, shardOf)].sort(([one], [other]) => one - other))",
    replace: "[...byShard(tokens, shardOf)].sort(([one], [other]) => one - other).slice(0, 1))",
    killedBy: [`${EDGE}/identity/client/identity.test.ts`],
  },
]);
