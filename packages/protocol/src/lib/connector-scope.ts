import * as v from "valibot";

/**
 * Scopes of a connector's key.
 *
 * - `evaluate`: have blinded identifiers and terms evaluated, at both operators.
 * - `link`: deliver records, links, codewords, landing links and withdrawals.
 * - `contribute`: draw the ballots with which its people's votes go into a round. The votes themselves carry no key.
 * - `read`: read the clusters of those whom its channel has registered.
 */
export const CONNECTOR_SCOPES = ["evaluate", "link", "contribute", "read"] as const;
export const ConnectorScope = v.picklist(CONNECTOR_SCOPES);
export type ConnectorScope = v.InferOutput<typeof ConnectorScope>;
