import { fromBase64url } from "@sedge/privacy/base64url";
import { ContributionError } from "@sedge/privacy/contribution";
import { Contribution } from "@sedge/protocol";
import * as v from "valibot";
import type { AggregatorSide } from "./aggregator-side.ts";
import { type OperatorParts, OperatorSide } from "./operator-side.ts";

/** The first operator in one round: it handles the devices' requests and forwards what is sealed for the second. */
export class EdgeSide extends OperatorSide<OperatorParts> {
  /** Handles a contribution's body; returns whether both operators have counted it. */
  async receive(body: string, aggregator: AggregatorSide): Promise<boolean> {
    const contribution = v.parse(Contribution, JSON.parse(body));
    const { site, round, cellSum, verifyKey, ballotKey, ballots } = this.parts;
    const { ballot } = contribution;
    const ballotNonce = fromBase64url(ballot.nonce);
    if (contribution.round !== round || this.spent.has(ballot.nonce)) return false;
    if (!ballots.check(ballotKey, site, round, ballotNonce, fromBase64url(ballot.output))) return false;
    this.spent.add(ballot.nonce);
    const nonce = fromBase64url(contribution.nonce);
    const publicShare = fromBase64url(contribution.publicShare);
    const sealedShare = fromBase64url(contribution.sealedShare);
    try {
      const edgeShare = fromBase64url(contribution.edgeShare);
      const half = await cellSum.prepare("edge", verifyKey, nonce, publicShare, edgeShare);
      const passed = { nonce, publicShare, sealedShare, ballotNonce, edgeMessage: half.message };
      const message = await aggregator.count(passed);
      if (message === undefined) return false;
      const output = cellSum.finish(half.state, await cellSum.decide(half.message, message));
      if (output === undefined) return false;
      this.add(output);
      return true;
    } catch (error) {
      if (error instanceof ContributionError) return false;
      throw error;
    }
  }
}
