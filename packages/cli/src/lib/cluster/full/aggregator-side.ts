import { ContributionError } from "@sedge/privacy/contribution";
import { openShare, SealError, type SealKeyPair } from "@sedge/privacy/seal";
import { type OperatorParts, OperatorSide } from "./operator-side.ts";

/** The part of a report that the edge forwards, with its half of the check. */
export interface PassedReport {
  readonly nonce: Uint8Array;
  readonly publicShare: Uint8Array;
  readonly sealedShare: Uint8Array;
  readonly ballotNonce: Uint8Array;
  readonly edgeMessage: Uint8Array;
}

/** The second operator's keys and terms of a round. */
export interface AggregatorParts extends OperatorParts {
  readonly sealKey: SealKeyPair;
}

/** The second operator in one round: its sum, and the ballots that it has seen. It has no data of the edge. */
export class AggregatorSide extends OperatorSide<AggregatorParts> {
  /** The aggregator's half of the check. Adds its share of the vote if both halves agree; undefined if it refuses. */
  async count(report: PassedReport): Promise<Uint8Array | undefined> {
    const { nonce, publicShare, sealedShare, ballotNonce, edgeMessage } = report;
    const { site, round, cellSum, verifyKey, ballotKey, sealKey, ballots } = this.parts;
    const ballot = Buffer.from(ballotNonce).toString("hex");
    if (this.spent.has(ballot)) return undefined;
    try {
      const binding = { site, round, nonce, publicShare, ballotNonce };
      const { aggregatorShare, ballotOutput } = await openShare(sealKey, sealedShare, binding);
      if (!ballots.check(ballotKey, site, round, ballotNonce, ballotOutput)) return undefined;
      this.spent.add(ballot);
      const half = await cellSum.prepare("aggregator", verifyKey, nonce, publicShare, aggregatorShare);
      const output = cellSum.finish(half.state, await cellSum.decide(edgeMessage, half.message));
      if (output !== undefined) this.add(output);
      return half.message;
    } catch (error) {
      if (error instanceof SealError || error instanceof ContributionError) return undefined;
      throw error;
    }
  }
}
