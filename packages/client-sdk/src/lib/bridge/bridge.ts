import { type Remote, proxy, wrap } from "comlink";
import { BUILD_ID } from "../build-id.ts";
import type { SedgeErrorCode } from "../sedge-error-code.ts";
import { SedgeError } from "../sedge-error.ts";
import type { Reply, WorkerApi, WorkerNotice, WorkerOptions, WorkerStatus } from "../worker-api.ts";
import { nameCallbackOrigins } from "./comlink-origins.ts";
import { type Host, startWorker } from "./host.ts";

/** The form in which a coded error crosses Comlink, which carries name and message alone. */
const CODED = /^([a-z][a-z0-9-]{0,63}): (.+)$/s;

/** What a call to the worker was rejected with, as a coded error. */
export function afterCrossing(error: unknown): SedgeError {
  if (error instanceof SedgeError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const [, code, sentence] = CODED.exec(message) ?? [];
  // The worker is of the same build, so its codes are those of the type; a list of them would cost the page 1 KB.
  if (name === "SedgeError" && code && sentence) return new SedgeError(code as SedgeErrorCode, sentence);
  return new SedgeError("worker-failed", `The classifier failed: ${message}`);
}

/** What the bridge works with, and what it reports to. */
export interface BridgeContext {
  readonly window: Window & typeof globalThis;
  readonly assets: string;
  /** Read at each start, since consent may have changed by then. */
  readonly options: () => WorkerOptions;
  readonly noticed: (notice: WorkerNotice) => unknown;
  readonly started: (status: WorkerStatus, host: Host["kind"]) => void;
  /** A host failed and another is started, or none is left. */
  readonly failed: (error: SedgeError, isFinal: boolean) => void;
}

export type MethodName = Exclude<keyof WorkerApi, "build" | "start">;
interface Connection {
  readonly host: Host;
  readonly remote: Remote<WorkerApi>;
}

/** How often a worker is started again after a crash before its code runs on the page. */
const MAX_RESTARTS = 1;

/** The way to the worker's code: starts it, restarts it, runs it on the page where it must, and carries calls to it. */
export class Bridge {
  readonly #context: BridgeContext;
  #connection: Promise<Connection> | undefined;
  #host: Host | undefined;
  #restarts = 0;
  #usePage = false;
  #stopped = false;

  constructor(context: BridgeContext) {
    this.#context = context;
    nameCallbackOrigins();
  }

  /** Starts the worker's code if it is not running. Rejects with `worker-unavailable` where it runs nowhere. */
  async start(): Promise<void> {
    await this.#connect();
  }

  /** Calls a method. Its answer is of this very build, so it is not parsed. Rejects with a `SedgeError`. */
  async call<Name extends MethodName>(name: Name, ...args: Parameters<WorkerApi[Name]>): Promise<Reply<Name>> {
    const { host, remote } = await this.#connect();
    const method = remote[name] as (...args: unknown[]) => Promise<unknown>;
    const answer = Promise.race([method(...args), host.failed]).catch((error: unknown) => {
      throw afterCrossing(error);
    });
    return answer as Promise<Reply<Name>>;
  }

  /** Ends the worker at once, also one that has not started yet. */
  stop(): void {
    this.#stopped = true;
    this.#host?.stop();
  }

  #connect(): Promise<Connection> {
    if (this.#stopped) return Promise.reject(new SedgeError("stopped", "This classifier was stopped."));
    this.#connection ??= this.#startSomewhere();
    return this.#connection;
  }

  async #startSomewhere(): Promise<Connection> {
    const { failed, window, assets } = this.#context;
    let reason: SedgeError | undefined;
    const byImport = async () => (await import("./page-host.ts")).startByImport(window, assets);
    for (const start of this.#usePage ? [] : [() => startWorker(window, assets), byImport]) {
      try {
        return await this.#startOn(await start());
      } catch (error) {
        // The page was left meanwhile: nothing has failed, and its own thread must not take over.
        if (this.#stopped) throw error;
        reason = afterCrossing(error);
        // The code runs and refuses: on the page it would do the same.
        if (!reason.code.startsWith("worker-")) {
          failed(reason, true);
          throw reason;
        }
      }
    }
    this.#usePage = true;
    try {
      const { startOnPage } = await import("./page-host.ts");
      const host = await startOnPage(assets);
      if (reason) failed(reason, false);
      return await this.#startOn(host);
    } catch (error) {
      const last = afterCrossing(error);
      failed(last, true);
      throw last;
    }
  }

  async #startOn(host: Host): Promise<Connection> {
    const { options, noticed, started } = this.#context;
    this.#host = host;
    const remote = wrap<WorkerApi>(host.endpoint);
    try {
      // A worker of a build without this handshake answers with an error.
      const build = await Promise.race([remote.build().catch(() => undefined), host.failed]);
      if (build !== BUILD_ID) {
        throw new SedgeError("build-mismatch", "worker.js is of another build; reload the page.");
      }
      started(await Promise.race([remote.start(options(), proxy(noticed)), host.failed]), host.kind);
    } catch (error) {
      host.stop();
      throw error;
    }
    host.failed.catch((error: unknown) => this.#crashed(afterCrossing(error)));
    return { host, remote };
  }

  #crashed(error: SedgeError): void {
    if (this.#stopped) return;
    this.#host?.stop();
    this.#usePage = this.#restarts >= MAX_RESTARTS;
    this.#restarts += 1;
    this.#connection = undefined;
    this.#context.failed(error, false);
    this.#connect().catch(() => undefined);
  }
}
