import { randomBytes, timingSafeEqual } from "node:crypto";
import {
  type AskedBallot,
  askBallot,
  type Ballot,
  BALLOT_NONCE_BYTES,
  BALLOT_OUTPUT_BYTES,
  type BallotEvaluation,
  ballotInput,
  evaluateBallot,
  finishBallot,
  isBallot,
  type OfBoth,
} from "@sedge/privacy/ballot";
import type { PrfKeyPair } from "@sedge/privacy/prf";
import { blindBatch, finalizeBatch, hashToGroup, multiply, outputOf, shareOfBatch } from "@sedge/connector/prf";
import { systemRandom } from "../noise-sources.ts";

/** Implementation of ballot cryptography. */
export interface BallotMaths {
  ask(site: string, round: string): AskedBallot;
  evaluate(key: PrfKeyPair, blinded: Uint8Array): BallotEvaluation;
  /** Throws PrfError if an operator's proof is invalid. */
  finish(asked: AskedBallot, keys: OfBoth<Uint8Array>, answers: OfBoth<BallotEvaluation>): Ballot;
  check(key: PrfKeyPair, site: string, round: string, nonce: Uint8Array, output: Uint8Array): boolean;
}

/** The JavaScript implementation that devices and Workers use. */
export const OWN_BALLOTS: BallotMaths = {
  ask: (site, round) => askBallot(site, round, systemRandom),
  evaluate: (key, blinded) => evaluateBallot(key, blinded, systemRandom),
  finish: finishBallot,
  check: isBallot,
};

/** The same with libsodium, several times as fast and compatible byte for byte. For simulations of many devices. */
export const NATIVE_BALLOTS: BallotMaths = {
  ask: (site, round) => {
    const nonce = new Uint8Array(randomBytes(BALLOT_NONCE_BYTES));
    const input = ballotInput(site, round, nonce);
    const { blinds, blinded } = blindBatch([input]);
    const [blind, element] = [blinds[0], blinded[0]];
    if (blind === undefined || element === undefined) throw new RangeError("one input, one blind");
    return { nonce, blinding: { input, blind, blinded: element } };
  },
  evaluate: (key, blinded) => {
    const { evaluated, proof } = shareOfBatch(key, [blinded]);
    const [element] = evaluated;
    if (element === undefined) throw new RangeError("one element in, one out");
    return { evaluated: element, proof };
  },
  finish: ({ nonce, blinding }, keys, answers) => {
    const batch = { inputs: [blinding.input], blinds: [blinding.blind], blinded: [blinding.blinded] };
    const outputUnder = (operator: keyof typeof keys) => {
      const { evaluated, proof } = answers[operator];
      const [output] = finalizeBatch(batch, [{ publicKey: keys[operator], evaluated: [evaluated], proof }]);
      return new Uint8Array((output ?? new Uint8Array()).slice(0, BALLOT_OUTPUT_BYTES));
    };
    return { nonce, edgeOutput: outputUnder("edge"), aggregatorOutput: outputUnder("aggregator") };
  },
  check: ({ secretKey }, site, round, nonce, output) => {
    if (nonce.length !== BALLOT_NONCE_BYTES || output.length !== BALLOT_OUTPUT_BYTES) return false;
    const input = ballotInput(site, round, nonce);
    const expected = outputOf(input, multiply(secretKey, hashToGroup(input)));
    return timingSafeEqual(expected.slice(0, BALLOT_OUTPUT_BYTES), output);
  },
};
