import { area } from "./mutant.ts";

const EDGE_ROUNDS = "packages/edge-worker/src/lib/rounds";
const SHARED_VOTES = "packages/privacy/src/lib/contribution/shared-votes.ts";

/** Rows of the threat model about a round. */
export const threatRounds = area("threat-rounds", [
  {
    id: "shares-without-randomness",
    promise: "A share predicts no vote.",
    file: SHARED_VOTES,
    find: "bufferOf(random(prio3.randSize))",
    replace: "bufferOf(new Uint8Array(prio3.randSize))",
    killedBy: [`${EDGE_ROUNDS}/unreadable.test.ts`],
  },
  {
    id: "shares-outlive-the-noise",
    promise: "The aggregator destroys its shares once it has the noised sum.",
    file: "packages/aggregator/src/lib/rounds/round-keeper.ts",
    find: "await Promise.all(this.#shards(latest.terms).map((shard) => shard.destroy()));",
    replace: "",
    killedBy: ["packages/aggregator/src/lib/rounds/rounds.test.ts"],
  },
  {
    id: "ballot-of-another-key",
    promise: "A device does not vote with a ballot that an operator made with another key.",
    file: "packages/privacy/src/lib/ballot/ballot.ts",
    find: 'throw new PrfError("bad-proof", "The operator did not prove that it used its published ballot key.");',
    replace: "return evaluated;",
    killedBy: ["packages/client-sdk/src/lib/worker/learning/learner-distrust.test.ts"],
  },
  {
    id: "vote-follows-its-ballot",
    promise: "A connector's votes come later than their ballots, one by one.",
    file: "packages/connector/src/lib/contribute/draw-ballots.ts",
    find: "keepBallot(record.round, ballot, due)",
    replace: "keepBallot(record.round, ballot, now)",
    killedBy: ["packages/connector/test/contribute.test.ts"],
  },
  {
    id: "ballot-by-an-old-consent",
    promise: "A connector draws no ballot by a consent that is not newer than a withdrawal.",
    file: `${EDGE_ROUNDS}/round-routes.ts`,
    find: "{ isSameDayEnough: false, signatures }",
    replace: "{ isSameDayEnough: true }",
    killedBy: [`${EDGE_ROUNDS}/ballots.test.ts`],
  },
  {
    id: "malformed-vote-counted",
    promise: "A vote whose proof does not hold is not counted.",
    file: SHARED_VOTES,
    find: "if (decision === undefined || decision.length !== seed.length) return undefined;",
    replace: "if (decision === undefined) return output;",
    killedBy: [`${EDGE_ROUNDS}/contributions.test.ts`],
  },
  {
    id: "second-ballot-after-erasure",
    promise: "An erased identifier gets no second ballot of a round.",
    file: "packages/edge-worker/src/lib/identity/graph/ballot-rows.ts",
    find: "FROM erased_draws WHERE digest = ? ON CONFLICT DO NOTHING",
    replace: "FROM erased_draws WHERE digest = ? AND false ON CONFLICT DO NOTHING",
    killedBy: [`${EDGE_ROUNDS}/ballots.test.ts`],
  },
  {
    id: "counted-shares-kept",
    promise: "The edge keeps no share that is counted or refused.",
    file: `${EDGE_ROUNDS}/report-rows.ts`,
    find: "SET state = ?, batch = NULL, body = NULL WHERE ballot = ?",
    replace: "SET state = ?, batch = NULL WHERE ballot = ?",
    killedBy: [`${EDGE_ROUNDS}/contributions.test.ts`],
  },
]);
