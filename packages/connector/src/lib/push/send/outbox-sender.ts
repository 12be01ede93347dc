import { type DeliveredEnvelope, type DeliveryResult, MAX_DELIVERY_ITEMS, type ProblemCode } from "@sedge/protocol";
import { TRANSIENT_CODES } from "../../operators/request-with-retries.ts";
import { forgetWithdrawn } from "../withdraw.ts";
import type { OutboxItem } from "../state/outbox-rows.ts";
import { signingRow } from "../key-epochs.ts";
import type { PushDeps } from "../push-deps.ts";
import type { Connection } from "./connection.ts";
import { signedItem } from "./signed-item.ts";

/** After this many temporary failures, an item waits for the next run. */
const MAX_TRIES = 3;
/** The edge failed temporarily, or keys have rotated since the manifest was read. */
const WAITING: ReadonlySet<string> = new Set<ProblemCode>([
  ...TRANSIENT_CODES,
  "key-epoch-changed",
  "key-epoch-retired",
]);
/** The codebook has changed: the codeword is computed and sent again. */
const OUTDATED: ReadonlySet<string> = new Set<ProblemCode>(["unknown-codeword", "below-minimum-people"]);

/** Results of sending the outbox. */
export interface DeliveryCounts {
  readonly delivered: number;
  /** Refused permanently, by problem code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Still in the outbox after temporary failures. */
  readonly waiting: number;
}

/**
 * Delivers the items of the outbox. Deletes an item only after the edge has answered for it. Until then it is sent
 * again under the same operation ID, which the edge applies once.
 *
 * @param progress - Called with the number of items just finished.
 * @throws CommandError `clock-off` or `key-refused`; OperatorsError. Unanswered items stay in the outbox.
 */
export async function deliverOutbox(
  deps: PushDeps,
  { deliver }: Pick<Connection, "deliver">,
  progress: (items: number) => void = () => undefined,
): Promise<DeliveryCounts> {
  const { state, now } = deps;
  const refused: Record<string, number> = {};
  let delivered = 0;
  state.atomically(() => state.outbox.retryAll());
  for (;;) {
    const ready = await signable(deps, state.outbox.next(MAX_DELIVERY_ITEMS, MAX_TRIES));
    if (ready === undefined) break;
    const results = ready.length === 0 ? [] : await deliver(async () => signedAll(deps, ready, now()));
    state.atomically(() => {
      for (const [index, item] of ready.entries()) {
        const code = storeResult(deps, item, results[index] ?? { code: "internal-error" });
        if (code === undefined) delivered += 1;
        else if (!WAITING.has(code)) refused[code] = (refused[code] ?? 0) + 1;
      }
    });
    progress(ready.length);
  }
  return { delivered, refused, waiting: state.outbox.waiting() };
}

/** The items that can be signed; undefined if there are no items. Drops items that no stored key can sign. */
async function signable(deps: PushDeps, items: readonly OutboxItem[]): Promise<OutboxItem[] | undefined> {
  if (items.length === 0) return undefined;
  const { state } = deps;
  const isUnsignable = (item: OutboxItem) => item.signers.every((hash) => !signingRow(deps, hash));
  const unsignable = items.filter(isUnsignable);
  state.atomically(() => {
    for (const item of unsignable) settleItem(deps, item);
  });
  return items.filter((item) => !unsignable.includes(item));
}

async function signedAll(deps: PushDeps, items: readonly OutboxItem[], issuedAt: number): Promise<DeliveredEnvelope[]> {
  const signed: DeliveredEnvelope[] = [];
  for (const item of items) {
    const envelope = await signedItem(deps, item, issuedAt);
    if (!envelope) throw new RangeError("no stored key can sign this item");
    signed.push(envelope);
  }
  return signed;
}

/** Deletes an item that needs no further transmission. After a withdrawal's last item, deletes the keys. */
function settleItem({ state }: PushDeps, { person, action, operation }: OutboxItem): void {
  state.outbox.done(operation);
  // A person who has consented again keeps their keys.
  const isForgotten = action === "erase" && !state.people.read(person) && !state.outbox.one(person, "erase");
  if (isForgotten) state.identifiers.drop(person);
}

/** Stores the edge's answer to an item. Returns the refusal's code. */
function storeResult(deps: PushDeps, item: OutboxItem, result: DeliveryResult): ProblemCode | undefined {
  const { state } = deps;
  const { person, operation, action, receipt } = item;
  const code = "code" in result ? result.code : undefined;
  if (code !== undefined && WAITING.has(code)) {
    state.outbox.tried(operation);
    return code;
  }
  settleItem(deps, item);
  // The edge keeps a withdrawal's receipt whether or not a profile existed.
  if (action === "unlink" && code === "unknown-profile") return undefined;
  if (code === "consent-withdrawn") {
    forgetWithdrawn(state, person, receipt.day);
  }
  const known = code !== undefined && OUTDATED.has(code) ? state.people.read(person) : undefined;
  if (known) state.people.write({ ...known, codeword: null, isDirty: true });
  return code;
}
