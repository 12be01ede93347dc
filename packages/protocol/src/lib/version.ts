import * as v from "valibot";

/**
 * Version of the wire. A change of any schema changes the pinned hash in `version.test.ts`; then this number goes up
 * and the history below gains a line. docs/upgrading.md says how to change the wire.
 *
 * - 1: manifest, codebook, PRF evaluation, assignment, links, unlinks, exports, erasures.
 * - 2: connectors' batches; key epochs in manifest and messages; the operators' consoles; records, undo, kinds of tokens and
 *   edges, history in exports.
 * - 3: rounds: ballots, contributions, checks between the operators, noise and opening; cluster cards; privacy spent in the manifest.
 * - 4: deliveries under connector keys in the open records' place; scopes, reads and exports of clusters; landing links;
 *   trigger rules, the names of those that fired in assignments, journeys in exports.
 * - 5: plain names: landing links (before: hand-overs), channel transitions, `knownBy`, `seen`, `effective`, `signature` of a round's terms.
 * - 6: version ranges. Readers ignore fields that they do not know in documents from servers; the manifest names the oldest
 *   version that the edge accepts (absent in version 5: that version alone); `unsupported-version` names the supported range.
 *   The edge's operator reads unfinished moves and erasures (`sagas`). Conditions of trigger rules are text; the JSON of
 *   version 5 is still read. A round's terms carry `termsSignature`, which covers the waiting time too; an evaluation between the
 *   operators names the key that it was made with. Other requests are as in version 5.
 *   A message may carry a proof of control; an erasure without one is filed (`requestedUntil`); login keys and filed erasures have
 *   routes of the edge's operator.
 *   The manifest names how long data is kept (`retention`), and the edge's operator reads and sets it.
 *   An operator's order for a round states no delta over 1e-6.
 *   A codebook that a round made names the hash of its noisy sums (`sums`), which the edge serves, as is the aggregator's signature of a
 *   generation; between the operators, codebooks of any generation and sums are read by their hash.
 *   The manifest names how many ballots of a round one network address draws (`learning.ballotsPerAddress`).
 *   The answer to a delivery lists `results` (before: `outcomes`).
 *   A store that can't be reached is `storage-unavailable` (before: `internal-error`).
 *   The receipt of a vote and of a visitor's ballot is purposes and day (`policyVersion` of version 5 is still read); signed receipts
 *   may name the hash of the text, how the decision was made, the hash of a TCF string, and that the visitor has overridden the Global
 *   Privacy Control signal of another device (`overrides`). A token may sign the receipt by itself (`receiptSignature`); the edge's operator reads
 *   the receipts of a privacy text with these signatures (`receipts`).
 *   The manifest may carry the site's statement with its proofs (`statement`); the edge has the aggregator sign it (`statements`).
 *   Windows of metrics are tasks as rounds are: their terms, ballots, votes, ends and extensions (`kind: "metrics"`). An edge of version 5 opens none.
 *   The manifest names the site's metric plan (`metrics`); devices read it and the collecting windows, and the edge's operator sets the plan and reads results.
 */
export const PROTOCOL_VERSION = 6;

/**
 * Oldest version that this code still accepts in requests and reads in documents. One below {@link PROTOCOL_VERSION}, so
 * that the two operators, and a page that stays open during an upgrade, may differ by one version.
 */
export const MIN_SUPPORTED_VERSION = 5;

/** Whether a request of this version is accepted. */
export function isSupportedVersion(version: number): boolean {
  return Number.isInteger(version) && version >= MIN_SUPPORTED_VERSION && version <= PROTOCOL_VERSION;
}

/** Version of a request: any in the supported range. A sender writes {@link PROTOCOL_VERSION}. */
export const RequestVersion = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(MIN_SUPPORTED_VERSION),
  v.maxValue(PROTOCOL_VERSION),
);

/** Version of a server, in its documents: the reader's own minimum, or any later one. */
export const ServerVersion = v.pipe(v.number(), v.integer(), v.minValue(MIN_SUPPORTED_VERSION));

/** The versions that a server accepts, both included. */
export const VersionRange = v.object({ min: v.number(), max: v.number() });
export type VersionRange = v.InferOutput<typeof VersionRange>;

/** The versions that this code accepts. */
export const SUPPORTED_VERSIONS: VersionRange = { min: MIN_SUPPORTED_VERSION, max: PROTOCOL_VERSION };
