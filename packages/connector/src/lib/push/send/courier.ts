import { type DeliveredEnvelope, type DeliveryOutcome, MAX_DELIVERY_ITEMS, type ProblemCode } from "@sedge/protocol";
import { PASSING } from "../../operators/passing.ts";
import { forgetWithdrawn } from "../forget-withdrawn.ts";
import type { OutboxItem } from "../state/outbox-rows.ts";
import { signingRow } from "../key-epochs.ts";
import type { Surroundings } from "../surroundings.ts";
import type { Connection } from "./connection.ts";
import { signedItem } from "./signed-item.ts";

/** An item that the edge failed at so often waits for the next run. */
const MAX_TRIES = 3;
/** The edge failed, and may not the next time; or keys have rotated since its manifest was read. */
const WAITING: ReadonlySet<string> = new Set<ProblemCode>([...PASSING, "key-epoch-changed", "key-epoch-retired"]);
/** What it was told by is no longer what holds: it is said again, from the codebook that holds then. */
const OUTDATED: ReadonlySet<string> = new Set<ProblemCode>(["unknown-codeword", "below-minimum-people"]);

/** What became of what was to be said. */
export interface DeliveryCounts {
  readonly delivered: number;
  /** Refused for good, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Still in the outbox: the edge failed at them. */
  readonly waiting: number;
}

/**
 * Delivers what the outbox holds. An item goes when the edge has answered for it, and not before: whatever happens in
 * between, it is sent again under the same operation id, which the edge applies once.
 *
 * @param progress - Told how many more items are done.
 * @throws CommandError `clock-off` or `key-refused`; OperatorsError. What was not answered for stays.
 */
export async function deliverOutbox(
  around: Surroundings,
  { deliver }: Pick<Connection, "deliver">,
  progress: (items: number) => void = () => undefined,
): Promise<DeliveryCounts> {
  const { state, now } = around;
  const refused: Record<string, number> = {};
  let delivered = 0;
  state.atomically(() => state.outbox.retryAll());
  for (;;) {
    const ready = await speakable(around, state.outbox.next(MAX_DELIVERY_ITEMS, MAX_TRIES));
    if (ready === undefined) break;
    const outcomes = ready.length === 0 ? [] : await deliver(async () => signedAll(around, ready, now()));
    state.atomically(() => {
      for (const [index, item] of ready.entries()) {
        const code = noteOutcome(around, item, outcomes[index] ?? { code: "internal-error" });
        if (code === undefined) delivered += 1;
        else if (!WAITING.has(code)) refused[code] = (refused[code] ?? 0) + 1;
      }
    });
    progress(ready.length);
  }
  return { delivered, refused, waiting: state.outbox.waiting() };
}

/** Those of the items that somebody can still sign; undefined where there are none at all. What nobody can is dropped. */
async function speakable(around: Surroundings, items: readonly OutboxItem[]): Promise<OutboxItem[] | undefined> {
  if (items.length === 0) return undefined;
  const { state } = around;
  const isMute = (item: OutboxItem) => item.signers.every((hash) => !signingRow(around, hash));
  const mute = items.filter(isMute);
  state.atomically(() => {
    for (const item of mute) isDone(around, item);
  });
  return items.filter((item) => !mute.includes(item));
}

async function signedAll(
  around: Surroundings,
  items: readonly OutboxItem[],
  issuedAt: number,
): Promise<DeliveredEnvelope[]> {
  const signed: DeliveredEnvelope[] = [];
  for (const item of items) {
    const envelope = await signedItem(around, item, issuedAt);
    if (!envelope) throw new RangeError("an item that nobody can sign is not delivered");
    signed.push(envelope);
  }
  return signed;
}

/** Nothing of it is left to be said. Who has withdrawn is forgotten with the last of it. */
function isDone({ state }: Surroundings, { person, action, operation }: OutboxItem): void {
  state.outbox.done(operation);
  // Whoever has agreed again meanwhile keeps their keys.
  const isForgotten = action === "erase" && !state.people.read(person) && !state.outbox.one(person, "erase");
  if (isForgotten) state.identifiers.drop(person);
}

/** Puts what the edge answered into the state. Returns the code of a refusal. */
function noteOutcome(around: Surroundings, item: OutboxItem, outcome: DeliveryOutcome): ProblemCode | undefined {
  const { state } = around;
  const { person, operation, action, receipt } = item;
  const code = "code" in outcome ? outcome.code : undefined;
  if (code !== undefined && WAITING.has(code)) {
    state.outbox.tried(operation);
    return code;
  }
  isDone(around, item);
  // A withdrawal's receipt is kept whether or not there was a profile.
  if (action === "unlink" && code === "unknown-profile") return undefined;
  if (code === "consent-withdrawn") {
    forgetWithdrawn(state, person, receipt.day);
  }
  const known = code !== undefined && OUTDATED.has(code) ? state.people.read(person) : undefined;
  if (known) state.people.write({ ...known, codeword: null, isDirty: true });
  return code;
}
