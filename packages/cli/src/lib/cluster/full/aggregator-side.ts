import { type BallotEvaluation } from "@sedge/privacy/ballot";
import { addSums, type CellSum, ContributionError, zeroSum } from "@sedge/privacy/contribution";
import type { PrfKeyPair } from "@sedge/privacy/prf";
import { openShare, SealError, type SealKeyPair } from "@sedge/privacy/seal";
import type { BallotMaths } from "./ballot-maths.ts";
import type { RoundName } from "./round-keys.ts";

/** What the edge passes on of a report, with its own half of the check. */
export interface PassedReport {
  readonly nonce: Uint8Array;
  readonly publicShare: Uint8Array;
  readonly sealedShare: Uint8Array;
  readonly ballotNonce: Uint8Array;
  readonly edgeMessage: Uint8Array;
}

/** The second operator's own keys in a round, and what it knows of it. */
export interface AggregatorParts extends RoundName {
  readonly cellSum: CellSum;
  readonly verifyKey: Uint8Array;
  readonly ballotKey: PrfKeyPair;
  readonly sealKey: SealKeyPair;
  readonly ballots: BallotMaths;
}

/** The second operator in one round: its sum, and the ballots that it has seen spent. Nothing of the edge's. */
export class AggregatorSide {
  readonly #parts: AggregatorParts;
  readonly #spent = new Set<string>();
  #sum: BigUint64Array;

  constructor(parts: AggregatorParts) {
    this.#parts = parts;
    this.#sum = zeroSum(parts.cellSum.shape);
  }

  /** Its share of all votes that it has counted. */
  get sum(): BigUint64Array {
    return this.#sum;
  }

  evaluate(blinded: Uint8Array): BallotEvaluation {
    const { ballots, ballotKey } = this.#parts;
    return ballots.evaluate(ballotKey, blinded);
  }

  /** The aggregator's half of the check, and its share of the vote in its sum if both halves agree; nothing when it refuses. */
  async count(report: PassedReport): Promise<Uint8Array | undefined> {
    const { nonce, publicShare, sealedShare, ballotNonce, edgeMessage } = report;
    const { site, round, cellSum, verifyKey, ballotKey, sealKey, ballots } = this.#parts;
    const ballot = Buffer.from(ballotNonce).toString("hex");
    if (this.#spent.has(ballot)) return undefined;
    try {
      const binding = { site, round, nonce, publicShare, ballotNonce };
      const { aggregatorShare, ballotOutput } = await openShare(sealKey, sealedShare, binding);
      if (!ballots.check(ballotKey, site, round, ballotNonce, ballotOutput)) return undefined;
      this.#spent.add(ballot);
      const half = await cellSum.prepare("aggregator", verifyKey, nonce, publicShare, aggregatorShare);
      const output = cellSum.finish(half.state, await cellSum.decide(edgeMessage, half.message));
      if (output !== undefined) this.#sum = addSums(this.#sum, output);
      return half.message;
    } catch (error) {
      if (error instanceof SealError || error instanceof ContributionError) return undefined;
      throw error;
    }
  }
}
