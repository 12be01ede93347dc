/**
 * Version of the wire. A change of any schema changes the pinned hash in `version.test.ts`; then this number goes up
 * and the history below gains a line.
 *
 * - 1: manifest, codebook, PRF evaluation, assignment, links, unlinks, exports, erasures.
 * - 2: connectors' batches; key epochs in manifest and messages; the operators' consoles; records, undo, kinds of tokens and
 *   edges, history in exports.
 * - 3: rounds: ballots, contributions, checks between the operators, noise and opening; cluster cards; privacy spent in the manifest.
 */
export const PROTOCOL_VERSION = 3;
