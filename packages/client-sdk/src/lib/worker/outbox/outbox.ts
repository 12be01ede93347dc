import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import type { RandomSource } from "@sedge/privacy/prf";
import { OperationId } from "@sedge/protocol";
import * as v from "valibot";
import type { Prove } from "../identity/proof-source.ts";
import type { Store } from "../storage/store.ts";
import type { EdgeClock } from "../wire/edge-clock.ts";
import { type Send, type EdgeAnswered, readAnswer } from "../wire/wire.ts";
import { CODE_UNAVAILABLE, isCodeUnavailable } from "../lazy-chunks.ts";
import { nextStep, MAX_DELAY_MS, randomFraction } from "./next-step.ts";
import { type Operation, OPERATION_RESULTS, type OperationResult, randomId } from "./operation.ts";
import { signedEnvelope } from "./signed-envelope.ts";
import { displaced, due } from "./waiting-operations.ts";

/** The edge's code for a proof of control that it does not accept. */
export const BAD_PROOF = "bad-proof-of-control";

/** Where an operation stands after a try to send it. */
export type SendResult =
  /** `result` is null when another tab has sent it and took the answer. */
  | { readonly state: "settled"; readonly result: OperationResult | null }
  | { readonly state: "waiting" }
  | { readonly state: "dropped"; readonly code: SedgeErrorCode };

type WithoutEntry<Entered> = Entered extends Operation
  ? Omit<Entered, "operationId" | "enteredAt" | "attempts" | "notBefore">
  : never;
/** An operation as its maker states it. */
export type NewOperation = WithoutEntry<Operation>;

/** What the outbox depends on. */
export interface OutboxDeps {
  readonly site: string;
  readonly store: Store;
  readonly send: Send;
  readonly clock: EdgeClock;
  readonly random: RandomSource;
  readonly prove: Prove;
  readonly report: (code: SedgeErrorCode, message: string) => void;
  /** Runs `task` while no other tab of the site runs one. */
  readonly alone: (task: () => Promise<void>) => Promise<void>;
  readonly onSettled: (operation: Operation, result: OperationResult) => Promise<void>;
  readonly onDropped: (operation: Operation, code: SedgeErrorCode) => void;
  /** The edge does not support this code's version of the protocol: nothing more is sent by this page. Called once. */
  readonly onOutdated: () => void;
}

/**
 * What the edge must still do. Invariants: an operation is stored before it is sent and deleted only after the edge
 * has settled it, so a tab that closes in between repeats it under the same id, and the edge applies it once; one tab
 * sends at a time; what is stored has no version and no signature, so the code that sends it signs it with its own.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #results = new Map<string, SendResult>();
  #sending: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastEnteredAt = 0;
  #isOutdated = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  /**
   * Stores an operation. It is sent by the next `flush`.
   * @param store - Of the work that it belongs to.
   */
  async enter(operation: NewOperation, store: Pick<Store, "operations"> = this.#deps.store): Promise<Operation> {
    const { random, clock } = this.#deps;
    // Two operations of one millisecond keep their order.
    this.#lastEnteredAt = Math.max(clock.nowMs(), this.#lastEnteredAt + 0.001);
    const entered: Operation = {
      ...operation,
      operationId: v.parse(OperationId, randomId(random)),
      enteredAt: this.#lastEnteredAt,
      attempts: 0,
      notBefore: 0,
    };
    await store.operations.put(entered);
    await this.#forgetDisplaced();
    return entered;
  }

  /** Stores an operation, tries to send it, and says where it then stands. */
  async perform(operation: NewOperation, store?: Pick<Store, "operations">): Promise<SendResult> {
    const { operationId } = await this.enter(operation, store);
    await this.flush();
    const result = this.#results.get(operationId);
    this.#results.delete(operationId);
    if (result) return result;
    const isWaiting = (await this.#deps.store.operations.get(operationId)) !== undefined;
    return isWaiting ? { state: "waiting" } : { state: "settled", result: null };
  }

  /** Sends what is due, and later what must wait. `impatient`: the network is back, so our own delays are over. */
  flush(impatient = false): Promise<void> {
    const sending = this.#sending.then(() => this.#deps.alone(() => this.#sendDue(impatient)));
    this.#sending = sending.catch(() => undefined);
    return sending;
  }

  /** Stops waiting; what is stored stays for the next start. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  async #forgetDisplaced(): Promise<Operation[]> {
    const { operations } = this.#deps.store;
    const waiting = await operations.list();
    const gone = displaced(waiting);
    await Promise.all(gone.map((id) => operations.delete(id)));
    return waiting.filter(({ operationId }) => !gone.includes(operationId));
  }

  async #sendDue(impatient: boolean): Promise<void> {
    const { clock } = this.#deps;
    const tried = new Set<string>();
    while (!this.#isOutdated) {
      const horizon = clock.nowMs() + (impatient ? MAX_DELAY_MS : 0);
      const waiting = await this.#forgetDisplaced();
      const next = due(waiting, horizon).find(({ operationId }) => !tried.has(operationId));
      if (!next) return this.#wakeFor(waiting);
      tried.add(next.operationId);
      await this.#transmit(next, 0);
    }
  }

  #wakeFor(waiting: readonly Operation[]): void {
    clearTimeout(this.#timer);
    if (waiting.length === 0) return;
    const soonest = Math.min(...waiting.map(({ notBefore }) => notBefore));
    const delayMs = Math.max(0, soonest - this.#deps.clock.nowMs());
    this.#timer = setTimeout(() => this.flush().catch(() => undefined), delayMs);
  }

  /**
   * Adds a proof of control where one is needed. An erasure asks for it first, since without one the edge files what it does not erase.
   * A link needs one only if it joins two existing profiles, and the edge says so, or to carry what is proven over to a new key epoch. A
   * proof is never stored, so a retry has a new one.
   */
  async #answer(operation: Operation): Promise<EdgeAnswered<OperationResult>> {
    const { prove, report } = this.#deps;
    const isErasure = operation.action === "erase";
    const isCarry = operation.action === "link" && new Set(operation.keys.map(({ epoch }) => epoch)).size > 1;
    const first = isErasure ? await prove("erase") : isCarry ? await prove("join") : undefined;
    const answer = await this.#transmission(operation, first);
    if (answer.ok) return answer;
    if (first !== undefined && answer.code === BAD_PROOF) {
      report(answer.code, `The edge refused the proof of control, so the ${operation.action} goes without.`);
      return this.#transmission(operation);
    }
    const needsProof = operation.action === "link" && first === undefined && answer.code === "proof-required";
    const proof = needsProof ? await prove("join") : undefined;
    return proof === undefined ? answer : this.#transmission(operation, proof);
  }

  async #transmission(operation: Operation, proof?: string): Promise<EdgeAnswered<OperationResult>> {
    const { site, send, clock, random } = this.#deps;
    const { action, keys } = operation;
    try {
      const body = await signedEnvelope(site, { ...operation, proof }, keys, await clock.edgeSeconds(), random);
      return readAnswer(OPERATION_RESULTS[action], await send({ route: action, body }));
    } catch (error) {
      // Without a network there may be no signing code either; both come back together.
      if (!isCodeUnavailable(error)) throw error;
      return { ok: false, status: -1, code: CODE_UNAVAILABLE, edgeNow: undefined, retryAfterSeconds: undefined };
    }
  }

  async #transmit(operation: Operation, resigned: number): Promise<void> {
    const { store, clock, random, onSettled, onDropped, onOutdated } = this.#deps;
    const { operationId } = operation;
    const step = nextStep(operation, await this.#answer(operation), resigned, clock.nowMs(), randomFraction(random));
    switch (step.do) {
      case "settle":
        await onSettled(operation, step.value);
        await store.operations.delete(operationId);
        this.#results.set(operationId, { state: "settled", result: step.value });
        return;
      case "resign":
        if (step.edgeNow !== undefined) await clock.correct(step.edgeNow);
        return this.#transmit(step.operation, resigned + 1);
      case "stop":
        this.#isOutdated = true;
        clearTimeout(this.#timer);
        onOutdated();
        return;
      case "wait":
        if (await store.operations.get(operationId)) await store.operations.put(step.operation);
        return;
      case "drop":
        await store.operations.delete(operationId);
        this.#results.set(operationId, { state: "dropped", code: step.code });
        onDropped(operation, step.code);
    }
  }
}
