import { fromBase64url } from "@sedge/privacy/base64url";
import type { BallotEvaluation } from "@sedge/privacy/ballot";
import { addSums, type CellSum, ContributionError, zeroSum } from "@sedge/privacy/contribution";
import type { PrfKeyPair } from "@sedge/privacy/prf";
import { Contribution } from "@sedge/protocol";
import * as v from "valibot";
import type { AggregatorSide } from "./aggregator-side.ts";
import type { BallotMaths } from "./ballot-maths.ts";
import type { RoundName } from "./round-keys.ts";

/** The first operator's own keys in a round, and what it knows of it. */
export interface EdgeParts extends RoundName {
  readonly cellSum: CellSum;
  readonly verifyKey: Uint8Array;
  readonly ballotKey: PrfKeyPair;
  readonly ballots: BallotMaths;
}

/** The first operator in one round: it takes the devices' requests and passes on what is sealed for the second. */
export class EdgeSide {
  readonly #parts: EdgeParts;
  readonly #spent = new Set<string>();
  #sum: BigUint64Array;

  constructor(parts: EdgeParts) {
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

  /** Takes a contribution's body as it came; whether both operators have counted it. */
  async receive(body: string, aggregator: AggregatorSide): Promise<boolean> {
    const contribution = v.parse(Contribution, JSON.parse(body));
    const { site, round, cellSum, verifyKey, ballotKey, ballots } = this.#parts;
    const { ballot } = contribution;
    const ballotNonce = fromBase64url(ballot.nonce);
    if (contribution.round !== round || this.#spent.has(ballot.nonce)) return false;
    if (!ballots.check(ballotKey, site, round, ballotNonce, fromBase64url(ballot.output))) return false;
    this.#spent.add(ballot.nonce);
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
      this.#sum = addSums(this.#sum, output);
      return true;
    } catch (error) {
      if (error instanceof ContributionError) return false;
      throw error;
    }
  }
}
