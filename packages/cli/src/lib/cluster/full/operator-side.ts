import type { BallotEvaluation } from "@sedge/privacy/ballot";
import { addSums, type CellSum, zeroSum } from "@sedge/privacy/contribution";
import type { PrfKeyPair } from "@sedge/privacy/prf";
import type { BallotMaths } from "./ballot-maths.ts";
import type { RoundName } from "./round-keys.ts";

/** An operator's own keys in a round, and what it knows of it. */
export interface OperatorParts extends RoundName {
  readonly cellSum: CellSum;
  readonly verifyKey: Uint8Array;
  readonly ballotKey: PrfKeyPair;
  readonly ballots: BallotMaths;
}

/** What both operators do in a round: sign ballots, remember those that are spent, and sum shares. */
export class OperatorSide<Parts extends OperatorParts> {
  protected readonly parts: Parts;
  /** Nonces of the ballots that were spent. */
  protected readonly spent = new Set<string>();
  #sum: BigUint64Array;

  constructor(parts: Parts) {
    this.parts = parts;
    this.#sum = zeroSum(parts.cellSum.shape);
  }

  /** Its share of the sum of all counted votes. */
  get sum(): BigUint64Array {
    return this.#sum;
  }

  evaluate(blinded: Uint8Array): BallotEvaluation {
    const { ballots, ballotKey } = this.parts;
    return ballots.evaluate(ballotKey, blinded);
  }

  protected add(output: BigUint64Array): void {
    this.#sum = addSums(this.#sum, output);
  }
}
