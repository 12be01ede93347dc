import { roundLimits } from "@sedge/contribution/vote-code";
import { contribute, type ContributeOptions } from "../contribute/contribute.ts";
import type { ContributionCounts } from "../contribute/contribution-counts.ts";
import { roundWire } from "../contribute/round-wire.ts";
import type { ConnectOptions } from "../operators/connector-client.ts";
import { Intake } from "./intake.ts";
import { forgetRetired } from "./key-epochs.ts";
import { type Connection, connect } from "./send/connection.ts";
import { deliverOutbox, type DeliveryCounts } from "./send/outbox-sender.ts";
import type { Ledger } from "./send/wire-ledger.ts";
import { settle } from "./settle.ts";
import { PushState } from "./state/push-state.ts";
import type { PushDeps } from "./push-deps.ts";

/** Options of {@link PushSession}: the connector, its operators and its state. */
export interface PushOptions extends ConnectOptions {
  /** The state file; `:memory:` for a state that ends with the process. */
  readonly state: string;
  /** The connector's previous secret, after a rotation. */
  readonly previousKey?: Uint8Array;
  readonly ledger: Ledger;
}

/** An open state with a connection. Call `close` when done. */
export class PushSession {
  readonly #options: PushOptions;
  #deps: PushDeps;
  #intake: Intake;
  #connection: Pick<Connection, "deliver" | "manifest">;
  readonly #ends: (() => void)[] = [];

  private constructor(options: PushOptions, state: PushState, connection: Connection) {
    this.#options = options;
    this.#deps = pushDeps(options, state, connection);
    this.#intake = new Intake(this.#deps);
    this.#connection = connection;
    forgetRetired(this.#deps);
  }

  get deps(): PushDeps {
    return this.#deps;
  }

  get intake(): Intake {
    return this.#intake;
  }

  /**
   * Opens the state and reads the site's public files.
   * @throws CommandError as `openState`; OperatorsError
   */
  static async open(options: PushOptions): Promise<PushSession> {
    const state = new PushState(options.state, options);
    try {
      return new PushSession(options, state, await connect(options, options.ledger));
    } catch (error) {
      state.close();
      throw error;
    }
  }

  /** Reads the site's public files again, because keys and codebooks change. @throws OperatorsError */
  async refresh(): Promise<void> {
    const connection = await connect(this.#options, this.#options.ledger);
    this.#deps = pushDeps(this.#options, this.#deps.state, connection);
    this.#intake = new Intake(this.#deps);
    this.#connection = connection;
    forgetRetired(this.#deps);
  }

  /** Queues the messages to send. Returns the number of queued messages. */
  settle(): number {
    settle(this.deps);
    return this.deps.state.outbox.waiting();
  }

  /** Sends every queued change. @throws CommandError, OperatorsError; unanswered items stay in the outbox. */
  async flush(progress?: (items: number) => void): Promise<DeliveryCounts> {
    settle(this.deps);
    return deliverOutbox(this.deps, this.#connection, progress);
  }

  /** Delivers items that are not in the outbox. */
  deliver(items: Parameters<Connection["deliver"]>[0]): ReturnType<Connection["deliver"]> {
    return this.#connection.deliver(items);
  }

  /**
   * Contributes to the site's open round for people who consented. @throws CommandError, OperatorsError as `contribute`
   * does.
   */
  async contribute(options: ContributeOptions = {}): Promise<ContributionCounts> {
    const wire = await roundWire(this.#options, this.#options.ledger);
    return contribute(this.deps, this.#connection.manifest, wire, options);
  }

  /** Registers a function to call after `close`. */
  onClose(work: () => void): void {
    this.#ends.push(work);
  }

  close(): void {
    this.deps.state.close();
    for (const end of this.#ends) end();
  }
}

/** Combines a state and a connection. */
function pushDeps(
  { channel, endpoint }: Pick<PushOptions, "channel" | "endpoint">,
  state: PushState,
  { manifest, codebook, operators }: Pick<Connection, "manifest" | "codebook" | "operators">,
): PushDeps {
  return {
    state,
    channel,
    operators,
    previousEpoch: manifest.prf.previous?.epoch,
    policyVersion: manifest.policyVersion,
    minPeople: manifest.minPeople,
    roundLimits: roundLimits(endpoint),
    codebook,
    now: () => Math.floor(Date.now() / 1_000),
  };
}
