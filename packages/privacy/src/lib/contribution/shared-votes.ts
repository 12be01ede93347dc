import { Buffer } from "buffer";
import type { RandomSource } from "../random-source.ts";
import { ContributionError } from "./contribution-error.ts";
import { ELEMENT_BYTES } from "./vote-field.ts";
import { OPERATORS, PROOFS, type VotePrio3 } from "./vote-prio3.ts";
import { SEED_BYTES } from "./vote-xof.ts";

/** Which of the two has a share: the edge the long one, the aggregator the seeds. */
export type Operator = "edge" | "aggregator";

/** One vote, cut in two. Each share alone is uniformly random. */
export interface SplitVote {
  /** Seen by both: 64 bytes. */
  readonly publicShare: Uint8Array;
  readonly edgeShare: Uint8Array;
  /** Three seeds: 96 bytes. To be sealed for the aggregator. */
  readonly aggregatorShare: Uint8Array;
}

/** What an operator keeps between its message and the decision. Never leaves it. */
export interface PreparedShare {
  readonly output: BigUint64Array;
  /** What the decision has to name. */
  readonly seed: Uint8Array;
}

/** An operator's half of the check, for the other operator. Says nothing of the vote. */
export interface Preparation {
  readonly state: PreparedShare;
  readonly message: Uint8Array;
}

/** 32 bytes on which both must agree, or `undefined`: the vote is not well formed. */
export type Decision = Uint8Array | undefined;

/** The votes of one task: how they are split, checked and counted. All are pure; randomness is passed in. */
export interface SharedVotes<Vote> {
  /** Lengths in bytes of all that is sent. */
  readonly bytes: {
    readonly publicShare: number;
    readonly edgeShare: number;
    readonly aggregatorShare: number;
    readonly message: number;
    readonly output: number;
  };
  /**
   * Cuts a vote in two, with the proof that it is well formed.
   *
   * @param nonce - The report's own 16 bytes: the shares are valid under it alone.
   * @throws RangeError for a vote outside the shape.
   */
  split(vote: Vote, nonce: Uint8Array, random: RandomSource): Promise<SplitVote>;
  /**
   * An operator's half of the check. The same arguments give the same answer, and no report may be prepared under two
   * verify keys, as two halves would say more than one.
   *
   * @param verifyKey - 32 bytes that both operators know and no device does; see `deriveVerifyKey`.
   * @throws ContributionError `malformed-share`.
   */
  prepare(
    operator: Operator,
    verifyKey: Uint8Array,
    nonce: Uint8Array,
    publicShare: Uint8Array,
    share: Uint8Array,
  ): Promise<Preparation>;
  /**
   * Whether the vote is well formed, by both operators' messages. Each operator can decide for itself.
   *
   * @throws ContributionError `malformed-share` for a message of another length or outside the field.
   */
  decide(edgeMessage: Uint8Array, aggregatorMessage: Uint8Array): Promise<Decision>;
  /** The operator's share of the vote, to be added up; `undefined` when the vote is refused. */
  finish(state: PreparedShare, decision: Decision): BigUint64Array | undefined;
}

const NONCE_BYTES = 16;
const VERIFY_KEY_BYTES = 32;
/** The draft's numbers of what a seed is expanded for. */
const MEASUREMENT_SHARE = 1;
const PROOF_SHARE = 2;
const AGGREGATOR_ID = 1;

const NONE = Buffer.alloc(0);

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The consecutive parts of `bytes`, of the given lengths. */
function partsOf(bytes: Uint8Array, lengths: readonly number[]): Buffer[] {
  if (bytes.length !== lengths.reduce((sum, length) => sum + length, 0)) {
    throw new ContributionError("malformed-share", "The bytes are not as many as the round asks for.");
  }
  let start = 0;
  return lengths.map((length) => {
    const part = bufferOf(bytes.slice(start, start + length));
    start += length;
    return part;
  });
}

function checkLength(bytes: Uint8Array, length: number, what: string): void {
  if (bytes.length !== length) throw new RangeError(`${what} has ${length} bytes`);
}

/**
 * The votes of one task, whatever they say: Prio3 (draft-irtf-cfrg-vdaf, by `@divviup/prio3`) over their circuit, two shares, three
 * proofs over a field of 64 bits. A proof of a vote that is not well formed verifies with a chance of at most 2^-57 that no device
 * can raise, or with 2^-60 for each of its tries offline; all three have to hold. Decision 0018 has the argument.
 */
export function sharedVotes<Vote>({ field, prio3, flp, xof }: VotePrio3<Vote>): SharedVotes<Vote> {
  const measurementBytes = flp.measurementLen * ELEMENT_BYTES;
  const proofBytes = flp.proofLen * PROOFS * ELEMENT_BYTES;
  const messageLengths = [flp.verifierLen * PROOFS * ELEMENT_BYTES, SEED_BYTES];

  function elementsOf(bytes: Uint8Array): bigint[] {
    try {
      return field.decode(bytes);
    } catch {
      throw new ContributionError("malformed-share", "The bytes are not elements of the field.");
    }
  }

  async function inputShare(operator: Operator, share: Uint8Array) {
    const ofEdge = operator === "edge";
    const lengths = ofEdge ? [measurementBytes, proofBytes, SEED_BYTES] : [SEED_BYTES, SEED_BYTES, SEED_BYTES];
    const parts = partsOf(share, lengths);
    const [wireMeasurementShare = NONE, wireProofShare = NONE, blind = NONE] = parts;
    const wires = { wireMeasurementShare, wireProofShare, blind };
    if (ofEdge) {
      const [measurementShare, proofsShare] = [elementsOf(wireMeasurementShare), elementsOf(wireProofShare)];
      return { ...wires, measurementShare, proofsShare };
    }
    const measurementShare = await xof.expandIntoVec(
      field,
      wireMeasurementShare,
      prio3.domainSeparationTag(MEASUREMENT_SHARE),
      Uint8Array.of(AGGREGATOR_ID),
      flp.measurementLen,
    );
    const proofsShare = await xof.expandIntoVec(
      field,
      wireProofShare,
      prio3.domainSeparationTag(PROOF_SHARE),
      Uint8Array.of(PROOFS, AGGREGATOR_ID),
      flp.proofLen * PROOFS,
    );
    return { ...wires, measurementShare, proofsShare };
  }

  function messageOf(bytes: Uint8Array) {
    const [verifiers = NONE, jointRandomnessPart = NONE] = partsOf(bytes, messageLengths);
    return { verifiersShare: elementsOf(verifiers), jointRandomnessPart };
  }

  return {
    bytes: {
      publicShare: OPERATORS * SEED_BYTES,
      edgeShare: measurementBytes + proofBytes + SEED_BYTES,
      aggregatorShare: 3 * SEED_BYTES,
      message: flp.verifierLen * PROOFS * ELEMENT_BYTES + SEED_BYTES,
      output: flp.outputLen * ELEMENT_BYTES,
    },

    async split(vote, nonce, random) {
      checkLength(nonce, NONCE_BYTES, "a report's nonce");
      const { publicShare, inputShares } = await prio3.shardEncoded(
        vote,
        bufferOf(nonce),
        bufferOf(random(prio3.randSize)),
      );
      const [edgeShare, aggregatorShare] = inputShares;
      if (edgeShare === undefined || aggregatorShare === undefined) throw new RangeError("a vote has two shares");
      return {
        publicShare: new Uint8Array(publicShare),
        edgeShare: new Uint8Array(edgeShare),
        aggregatorShare: new Uint8Array(aggregatorShare),
      };
    },

    async prepare(operator, verifyKey, nonce, publicShare, share) {
      checkLength(verifyKey, VERIFY_KEY_BYTES, "a verify key");
      checkLength(nonce, NONCE_BYTES, "a report's nonce");
      const jointRandParts = partsOf(publicShare, [SEED_BYTES, SEED_BYTES]);
      const { preparationState, preparationShare } = await prio3.prepareInit(
        bufferOf(verifyKey),
        operator === "edge" ? 0 : AGGREGATOR_ID,
        null,
        bufferOf(nonce),
        { jointRandParts },
        await inputShare(operator, share),
      );
      return {
        state: {
          output: BigUint64Array.from(preparationState.outputShare),
          seed: new Uint8Array(preparationState.correctedJointRandSeed),
        },
        message: new Uint8Array(prio3.encodePreparationShare(preparationShare)),
      };
    },

    async decide(edgeMessage, aggregatorMessage) {
      const shares = [messageOf(edgeMessage), messageOf(aggregatorMessage)];
      try {
        return new Uint8Array((await prio3.unshardPreparationShares(null, shares)).jointRand);
      } catch {
        // The library throws for an invalid proof; the lengths are checked above.
        return undefined;
      }
    },

    finish({ output, seed }, decision) {
      if (decision === undefined || decision.length !== seed.length) return undefined;
      return decision.every((byte, index) => byte === seed[index]) ? output : undefined;
    },
  };
}
