import type { SharedVotes, SplitVote } from "../src/contribution.ts";

/** Both operators' shares of a report's output, or `undefined` when they refuse it. */
export async function countedVote<Vote>(
  votes: SharedVotes<Vote>,
  verifyKey: Uint8Array,
  nonce: Uint8Array,
  { publicShare, edgeShare, aggregatorShare }: SplitVote,
): Promise<readonly [BigUint64Array, BigUint64Array] | undefined> {
  const edge = await votes.prepare("edge", verifyKey, nonce, publicShare, edgeShare);
  const aggregator = await votes.prepare("aggregator", verifyKey, nonce, publicShare, aggregatorShare);
  const decision = await votes.decide(edge.message, aggregator.message);
  const shares = [votes.finish(edge.state, decision), votes.finish(aggregator.state, decision)] as const;
  const [ofEdge, ofAggregator] = shares;
  return ofEdge !== undefined && ofAggregator !== undefined ? [ofEdge, ofAggregator] : undefined;
}
