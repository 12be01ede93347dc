import { cellSum } from "@sedge/privacy/contribution";
import { FORGERIES, type Forgery, forgedVote } from "@sedge/research/forged-vote";
import type { RandomSource } from "@sedge/privacy/noise";

/** How many forged votes both operators refused. */
export interface RefusedForgeries {
  readonly forgery: Forgery;
  readonly sent: number;
  readonly refused: number;
}

const SHAPE = { cells: 16, coordinates: 2, bits: 8 };
const isForgery = (name: string): name is Forgery => name in FORGERIES;

/** Sends every kind of malformed vote through both operators' checks. */
export async function refusedForgeries(each: number, random: RandomSource): Promise<RefusedForgeries[]> {
  const round = cellSum(SHAPE, "hostile", "r1");
  const verifyKey = random(32);
  const results: RefusedForgeries[] = [];
  for (const forgery of Object.keys(FORGERIES).filter(isForgery)) {
    let refused = 0;
    for (let turn = 0; turn < each; turn += 1) {
      const nonce = random(16);
      const forged = await forgedVote(SHAPE, "hostile", "r1", forgery, nonce, random);
      const edge = await round.prepare("edge", verifyKey, nonce, forged.publicShare, forged.edgeShare);
      const other = await round.prepare("aggregator", verifyKey, nonce, forged.publicShare, forged.aggregatorShare);
      const decision = await round.decide(edge.message, other.message);
      if (round.finish(edge.state, decision) === undefined && round.finish(other.state, decision) === undefined) {
        refused += 1;
      }
    }
    results.push({ forgery, sent: each, refused });
  }
  return results;
}
