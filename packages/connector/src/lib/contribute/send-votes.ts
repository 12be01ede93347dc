import type { RecordIn } from "@sedge/contribution/record";
import { nextAct, payAndKeep, postpone, RECEIVED, settle, unlinkableReceipt } from "@sedge/contribution/steps";
import { contributionOf, costOf } from "@sedge/contribution/vote-code";
import type { Contribution, ProblemCode } from "@sedge/protocol";
import type { Person } from "../push/state/people-rows.ts";
import type { Ends } from "./contribution-counts.ts";
import { mayLearn } from "./may-learn.ts";
import { LATER_MS } from "./passing.ts";
import { personPoint } from "./person-point.ts";
import { random } from "./random-source.ts";
import type { RoundEnd, RoundPart } from "./round-part.ts";
import { shuffled } from "./shuffled.ts";

/** The code of a refusal of all that comes. */
const ROUND_OVER: ProblemCode = "round-not-open";

/** Votes under way at once: while one is on its way, this machine makes the next. */
const AT_ONCE = 4;

/**
 * Makes and sends the votes that are due, each in a request of its own, in an order of chance. A vote is paid for and kept before
 * it is sent, and sent in the same bytes until it is answered.
 *
 * @param progress - Told how many more votes are done.
 * @throws OperatorsError where the edge does not answer: what was not answered for stays.
 */
export async function sendVotes(part: RoundPart, ends: Ends, progress: (votes: number) => void): Promise<RoundEnd> {
  const people = shuffled(part.around.state.contributions.votesDue(part.nowMs()));
  let next = 0;
  const stop = { isFailing: false, isOver: false };
  const work = async () => {
    for (
      let person = people[next++];
      person !== undefined && !stop.isFailing && !stop.isOver;
      person = people[next++]
    ) {
      const outcome = await advance(part, person).catch((error: unknown) => {
        stop.isFailing = true;
        throw error;
      });
      if (outcome !== undefined) ends.add(outcome);
      stop.isOver ||= outcome === ROUND_OVER;
      progress(1);
    }
  };
  const works = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  for (const one of works) if (one.status === "rejected") throw one.reason;
  return stop.isOver ? "over" : "open";
}

/** Does what is next for a person: makes their vote, sends it. Returns how their part ended, if it did. */
async function advance(part: RoundPart, hash: string): Promise<string | undefined> {
  const { around, nowMs } = part;
  const { contributions, people } = around.state;
  const act = nextAct(contributions.read(hash), null, nowMs());
  if (act.do === "settle") return settled(part, hash, act.outcome);
  if (act.do !== "vote" && act.do !== "send") return undefined;
  const person = people.read(hash);
  if (!person || !mayLearn(around, person)) return settled(part, hash, "withdrawn");
  if (act.do === "send") return send(part, hash, act.record);
  const body = await voteOf(part, person, act.record);
  if (typeof body === "string") return settled(part, hash, body);
  const { contribution } = around.state.atomically(() =>
    contributions.take(hash, payAndKeep(act.record.round, body, nowMs())),
  );
  return contribution?.step === "settled" ? contribution.outcome : advance(part, hash);
}

/** The vote of what the person's records add up to now, or why there is none. */
async function voteOf(
  { around, round, nowMs }: RoundPart,
  person: Person,
  { ballot, microEpsilon, point }: RecordIn<"waiting">,
): Promise<Contribution | "round-changed" | "contribution-failed"> {
  if (costOf(round) > microEpsilon) return "round-changed";
  const now = personPoint(around, round, person) ?? point;
  const receipt = unlinkableReceipt(person.receipt, nowMs());
  return contributionOf(around.operators.site, round, ballot, now, receipt, random).catch(() => "contribution-failed");
}

async function send(part: RoundPart, hash: string, record: RecordIn<"sending">): Promise<string | undefined> {
  const { around, wire, nowMs } = part;
  const { round, body, microEpsilon, attempts } = record;
  const later = (byMs: number) =>
    around.state.atomically(() => around.state.contributions.take(hash, postpone(round, nowMs() + byMs)));
  // Of a vote whose sending was begun, the ledger has what it cost.
  const vote = { body, microEpsilon: attempts === 0 ? microEpsilon : 0, noted: () => void later(0) };
  const answer = await wire.vote(vote);
  if (answer.state === "received") return settled(part, hash, RECEIVED);
  if (answer.state === "refused") return settled(part, hash, answer.code);
  later(LATER_MS);
  return undefined;
}

function settled({ around: { state } }: RoundPart, hash: string, outcome: string): string {
  const round = state.contributions.read(hash).contribution?.round;
  if (round !== undefined) state.atomically(() => state.contributions.take(hash, settle(round, outcome)));
  return outcome;
}
