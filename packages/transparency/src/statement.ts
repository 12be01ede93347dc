export { canonicalJson, type Json } from "./lib/statement/canonical-json.ts";
export { AGGREGATOR, documentKey, EDGE, edgeWitnessName, witnessKey } from "./lib/statement/operator-keys.ts";
export { documentEntry, readDocument, type SignedDocument } from "./lib/statement/signed-document.ts";
export { MAX_STATEMENT_SECONDS, Statement, Witness } from "./lib/statement/statement.ts";
export { readSuccession, Succession, successionHash } from "./lib/statement/succession.ts";
