import { randomInt } from "node:crypto";
import type { RecordIn } from "@sedge/contribution/record";
import { begin, BUDGET_SPENT, hasMet, keepBallot, nextAct, postpone, settle } from "@sedge/contribution/steps";
import { entryOf, finishedBallot, voteTime } from "@sedge/contribution/vote-code";
import { type DeliveryResult, MAX_DELIVERY_ITEMS } from "@sedge/protocol";
import { CommandError } from "../command-error.ts";
import { forgetWithdrawn } from "../push/withdraw.ts";
import { signedBy } from "../push/send/signed-item.ts";
import { keyRefused } from "../push/send/refused-connector.ts";
import { signerOf } from "../push/settle.ts";
import type { Person } from "../push/state/people-rows.ts";
import type { ResultCounts } from "./contribution-counts.ts";
import { mayLearn } from "./may-learn.ts";
import { isTransient, LATER_MS } from "./retry-later.ts";
import { personPoint } from "./person-point.ts";
import { random } from "./random-source.ts";
import type { RoundEnd, RoundPart } from "./round-part.ts";
import { tooSmallRound, unknownMeasurement } from "./signed-round.ts";

/** A ballot to request: the person, and the identifier that signs for them. */
interface Drawing {
  readonly person: Person;
  readonly home: string;
  readonly record: RecordIn<"drawing">;
}

/** Resolution of a vote's random delay. */
const FRACTION_STEPS = 2 ** 32 - 1;

/**
 * Draws a ballot for every consenting person who has none in this round. Stores each request before sending it, so that
 * after a crash the same ballot is requested again under the same operation ID.
 *
 * @throws CommandError `key-refused`, `clock-off`, `bad-proof`, `round-refused`; OperatorsError
 */
export async function drawBallots(
  part: RoundPart,
  counts: ResultCounts,
  progress: (people: number) => void,
): Promise<RoundEnd> {
  const { state } = part.deps;
  for (let after = ""; ;) {
    const some = state.people.learners(after, MAX_DELIVERY_ITEMS);
    const last = some.at(-1);
    if (!last) return "open";
    after = last.hash;
    const drawings = state.atomically(() => some.flatMap((person) => drawingOf(part, person, counts) ?? []));
    if (drawings.length > 0 && (await draw(part, drawings, counts)) === "over") return "over";
    progress(some.length);
  }
}

/** The ballot to request for a person now; undefined if the person takes no part, has a ballot, or is waiting. */
function drawingOf({ deps, round, nowMs }: RoundPart, person: Person, counts: ResultCounts): Drawing | undefined {
  const { state, operators } = deps;
  const home = signerOf(deps, person);
  if (home === undefined || !mayLearn(deps, person)) return undefined;
  const learning = state.contributions.read(person.hash);
  if (!hasMet(learning, round.round)) {
    const now = nowMs();
    const entry = entryOf(round, {
      site: operators.site,
      budget: learning.budget,
      point: personPoint(deps, round, person),
      operationId: state.nextOperation(),
      random,
      limits: deps.roundLimits,
      nowMs: now,
      edgeSeconds: Math.floor(now / 1_000),
    });
    if (entry.state === "entered") state.contributions.apply(person.hash, begin(entry.drawing));
    else if (entry.code === BUDGET_SPENT) counts.add(BUDGET_SPENT);
    else if (entry.code === "round-too-small") throw tooSmallRound(entry.message);
    else throw unknownMeasurement(deps.channel);
  }
  const act = nextAct(state.contributions.read(person.hash), null, nowMs());
  return act.do === "draw" ? { person, home, record: act.record } : undefined;
}

/** Requests ballots. Returns `over` if the round has closed. */
async function draw(
  { deps, round, wire, nowMs }: RoundPart,
  drawings: readonly Drawing[],
  counts: ResultCounts,
): Promise<RoundEnd> {
  const { state } = deps;
  const sign = async ({ person, home, record: { operationId, asked } }: Drawing) => {
    const content = { action: "ballot" as const, operation: operationId, signers: [home], receipt: person.receipt };
    const body = { round: round.round, blinded: asked.blinded };
    const envelope = await signedBy(deps, content, Math.floor(nowMs() / 1_000), () => ({ body }));
    if (!envelope) throw new RangeError("no stored key can sign this ballot request");
    return envelope;
  };
  const results = await wire.draw(() => Promise.all(drawings.map(sign)));
  const codes = state.atomically(() =>
    drawings.map((drawing, index) => storeResult({ deps, round, nowMs }, drawing, results[index], counts)),
  );
  if (codes.includes("scope-missing")) throw keyRefused("scope-missing", "It needs the scope contribute.");
  if (codes.includes("bad-proof")) {
    throw new CommandError("bad-proof", "an operator did not use the key that the round names; no vote was made.");
  }
  return codes.includes("round-not-open") ? "over" : "open";
}

/** Stores the result of a ballot request. Returns the refusal's code. */
function storeResult(
  { deps: { state, roundLimits }, round, nowMs }: Pick<RoundPart, "deps" | "round" | "nowMs">,
  { person, record }: Drawing,
  result: DeliveryResult = { code: "internal-error" },
  counts: ResultCounts,
): string | undefined {
  const { contributions } = state;
  const ballot = "ballot" in result && result.ballot ? finishedBallot(round, record.asked, result.ballot) : undefined;
  if (ballot) {
    const due = voteTime(round, {
      now: nowMs(),
      deadline: record.deadline,
      leastSeconds: roundLimits.voteWaitSeconds,
      fraction: randomInt(FRACTION_STEPS + 1) / FRACTION_STEPS,
    });
    contributions.apply(person.hash, keepBallot(record.round, ballot, due));
    return undefined;
  }
  const code = "code" in result ? result.code : "bad-proof";
  // The key's owner can fix this; the same ballot is then requested again.
  if (code === "scope-missing") return code;
  if (isTransient(code)) {
    contributions.apply(person.hash, postpone(record.round, nowMs() + LATER_MS));
    return code;
  }
  contributions.apply(person.hash, settle(record.round, code));
  if (code === "consent-withdrawn") forgetWithdrawn(state, person.hash, person.receipt.day);
  counts.add(code);
  return code;
}
