import { contribute, type ContributeOptions } from "../contribute/contribute.ts";
import type { ContributionCounts } from "../contribute/contribution-counts.ts";
import { roundWire } from "../contribute/round-wire.ts";
import type { ConnectOptions } from "../operators/connector-voice.ts";
import { Intake } from "./intake.ts";
import { forgetRetired } from "./key-epochs.ts";
import { type Connection, connect } from "./send/connection.ts";
import { deliverOutbox, type DeliveryCounts } from "./send/courier.ts";
import type { Ledger } from "./send/wire-ledger.ts";
import { settle } from "./settle.ts";
import { PushState } from "./state/push-state.ts";
import type { Surroundings } from "./surroundings.ts";

/** Who pushes, where to, and where it is remembered. */
export interface PushOptions extends ConnectOptions {
  /** The state file; `:memory:` for one that goes with the process. */
  readonly state: string;
  /** The connector's secret before the present one, where it was rotated. */
  readonly previousKey?: Uint8Array;
  readonly ledger: Ledger;
}

/** One opened state and one connection. Has to be closed. */
export class PushSession {
  readonly #options: PushOptions;
  #around: Surroundings;
  #intake: Intake;
  #connection: Pick<Connection, "deliver" | "manifest">;
  readonly #ends: (() => void)[] = [];

  private constructor(options: PushOptions, state: PushState, connection: Connection) {
    this.#options = options;
    this.#around = surroundings(options, state, connection);
    this.#intake = new Intake(this.#around);
    this.#connection = connection;
    forgetRetired(this.#around);
  }

  get around(): Surroundings {
    return this.#around;
  }

  get intake(): Intake {
    return this.#intake;
  }

  /**
   * Opens a state, and reads what the site's operators publish.
   * @throws CommandError those of `openState`; OperatorsError
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

  /** Reads again what the site's operators publish: keys and codebooks change. @throws OperatorsError */
  async refresh(): Promise<void> {
    const connection = await connect(this.#options, this.#options.ledger);
    this.#around = surroundings(this.#options, this.#around.state, connection);
    this.#intake = new Intake(this.#around);
    this.#connection = connection;
    forgetRetired(this.#around);
  }

  /** Decides what is to be said. Returns how many messages wait. */
  settle(): number {
    settle(this.around);
    return this.around.state.outbox.waiting();
  }

  /** Says of everybody what has changed. @throws CommandError, OperatorsError; what was not answered for stays in the outbox. */
  async flush(progress?: (items: number) => void): Promise<DeliveryCounts> {
    settle(this.around);
    return deliverOutbox(this.around, this.#connection, progress);
  }

  /** Delivers items that are not kept. */
  deliver(items: Parameters<Connection["deliver"]>[0]): ReturnType<Connection["deliver"]> {
    return this.#connection.deliver(items);
  }

  /** Takes part in the site's open round for those who agreed to it. @throws CommandError, OperatorsError as `contribute` does. */
  async contribute(options: ContributeOptions = {}): Promise<ContributionCounts> {
    const wire = await roundWire(this.#options, this.#options.ledger);
    return contribute(this.around, this.#connection.manifest, wire, options);
  }

  /** Done after it is closed. */
  onClose(work: () => void): void {
    this.#ends.push(work);
  }

  close(): void {
    this.around.state.close();
    for (const end of this.#ends) end();
  }
}

/** What a state and a connection make up together. */
function surroundings(
  { channel }: Pick<PushOptions, "channel">,
  state: PushState,
  { manifest, codebook, operators }: Pick<Connection, "manifest" | "codebook" | "operators">,
): Surroundings {
  return {
    state,
    channel,
    operators,
    previousEpoch: manifest.prf.previous?.epoch,
    policyVersion: manifest.policyVersion,
    minPeople: manifest.minPeople,
    codebook,
    now: () => Math.floor(Date.now() / 1_000),
  };
}
