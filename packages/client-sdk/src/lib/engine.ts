import type { ConsentState } from "./consent-state.ts";
import type { ClassifierEvents } from "./public/classifier.ts";
import type { ProofOfControl } from "./public/proof-of-control.ts";
import type { Problem, Status } from "./public/status.ts";
import type { Settings } from "./settings.ts";
import type { Reply, WorkerApi, WorkerNotice, WorkerOptions, WorkerStatus } from "./worker-api.ts";
import { Bridge, type MethodName } from "./bridge/bridge.ts";
import type { Listeners } from "./listeners.ts";
import type { PendingErasure } from "./pending-erasure.ts";
import { SedgeError } from "./sedge-error.ts";

/** Dependencies of the engine, and its listeners. */
export interface EngineContext {
  readonly window: Window & typeof globalThis;
  readonly settings: Settings;
  readonly consent: () => ConsentState;
  readonly erasure: PendingErasure;
  readonly listeners: Listeners<ClassifierEvents>;
  /** Its part of the status changed. */
  readonly changed: () => void;
}

interface Running {
  readonly status: WorkerStatus;
  readonly host: "worker" | "page";
}
type EngineStatus = Pick<Status, "state" | "host" | keyof WorkerStatus>;

const STOPPED = { backend: null, storage: null, trustTier: null, statement: null, erasureRequestedUntil: null };

/** The classifier as the page sees it: off until `classify` is given, then a worker (or the page) behind the bridge. */
export class Engine {
  readonly #context: EngineContext;
  #bridge: Bridge | undefined;
  #state: Status["state"] = "off";
  #running: Running | undefined;
  /** How the page proves that the visitor is signed in. */
  proof: ProofOfControl | null | undefined;

  constructor(context: EngineContext) {
    this.#context = context;
  }

  get isOn(): boolean {
    return this.#bridge !== undefined;
  }

  get status(): EngineStatus {
    const { status, host = null } = this.#running ?? {};
    return { ...(status ?? STOPPED), state: this.#state, host };
  }

  /** Turns it on, and resolves when it runs. Rejects with `worker-unavailable` if it cannot run, or `stopped`. */
  async start(): Promise<void> {
    return this.#turnedOn().start();
  }

  /** Calls the worker. Rejects with a `SedgeError`. */
  async call<Name extends MethodName>(name: Name, ...args: Parameters<WorkerApi[Name]>): Promise<Reply<Name>> {
    return this.#turnedOn().call(name, ...args);
  }

  /**
   * Deletes everything here, and at the edge as soon as it can be reached. Rejects if local data could not be deleted. Turns
   * itself off once the edge has confirmed, and stays on while it waits.
   */
  async withdraw(): Promise<void> {
    const { erasure } = this.#context;
    erasure.isPending = true;
    try {
      await this.call("setConsent", this.#context.consent());
      const { edge } = await this.call("eraseMyData");
      if (edge === "waiting") return;
    } catch (error) {
      if (this.#state === "failed") {
        const { deleteDatabase } = await import("./bridge/page-host.ts");
        const { window, settings } = this.#context;
        await deleteDatabase(window, settings.site);
      }
      throw error;
    }
    erasure.isPending = false;
    // The visitor may have agreed again meanwhile.
    if (!this.#context.consent().purposes.includes("classify")) this.#turnOff("off");
  }

  stop(): void {
    this.#turnOff("stopped");
  }

  /**
   * The visitor leaves the page: ends the worker, and the next call starts another. A browser that keeps the page in its back/forward cache
   * would freeze the worker, and its open transaction would block the next page's worker.
   */
  pause(): void {
    this.#bridge?.stop();
    this.#bridge = undefined;
  }

  #turnedOn(): Bridge {
    if (this.#bridge) return this.#bridge;
    if (this.#state === "stopped") throw new SedgeError("stopped", "This classifier was stopped.");
    const { window, settings } = this.#context;
    this.#bridge = new Bridge({
      window,
      assets: settings.assets,
      options: () => this.#workerOptions(),
      noticed: (notice) => this.#notice(notice),
      started: (status, host) => this.#changed("running", { status, host }),
      failed: (error, isFinal) => {
        this.#changed(isFinal ? "failed" : "starting", undefined);
        this.#context.listeners.emit("problem", problemOf(error));
      },
    });
    this.#changed("starting", undefined);
    return this.#bridge;
  }

  #turnOff(state: "off" | "stopped"): void {
    this.pause();
    this.#changed(state, undefined);
  }

  #changed(state: Status["state"], running: Running | undefined): void {
    this.#state = state;
    this.#running = running;
    this.#context.changed();
  }

  #notice(notice: WorkerNotice): unknown {
    if (notice.type === "proof") return this.proof?.(notice.value);
    if (notice.type !== "status") this.#context.listeners.emit(notice.type, notice.value);
    else if (this.#running) this.#changed("running", { ...this.#running, status: notice.value });
    return undefined;
  }

  #workerOptions(): WorkerOptions {
    const {
      site,
      endpoint,
      assets,
      channel,
      aggregatorKey,
      country,
      intents,
      withoutBackends = [],
    } = this.#context.settings;
    return {
      site,
      endpoint,
      assets,
      channel,
      withoutBackends,
      intents,
      consent: this.#context.consent(),
      aggregatorKey,
      country,
    };
  }
}

/** A coded error as listeners get it: the code apart from the sentence. */
function problemOf({ code, message }: SedgeError): Problem {
  return { code, message: message.slice(`${code}: `.length) };
}
