/**
 * Version of the wire. A change of any schema changes the pinned hash in `version.test.ts`; then this number goes up
 * and the history below gains a line.
 *
 * - 1: manifest, codebook, PRF evaluation, assignment, links, unlinks, exports, erasures.
 * - 2: connectors' batches; key epochs in manifest and messages; the operators' consoles; records, undo, kinds of tokens and
 *   edges, history in exports.
 * - 3: rounds: ballots, contributions, checks between the operators, noise and opening; cluster cards; privacy spent in the manifest.
 * - 4: deliveries under connector keys in the open records' place; scopes, reads and exports of clusters; landing links;
 *   trigger rules, the names of those that fired in assignments, journeys in exports.
 * - 5: plain names: landing links (before: hand-overs), channel transitions, `knownBy`, `seen`, `signature` of a round's terms.
 */
export const PROTOCOL_VERSION = 5;
