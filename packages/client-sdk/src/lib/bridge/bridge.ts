import { proxy, type Remote, wrap } from "comlink";
import type { WorkerApi, WorkerNotice, WorkerOptions, WorkerStatus } from "../worker-api.ts";
import type { Form } from "../form.ts";
import { SedgeError } from "../sedge-error.ts";
import { nameCallbackOrigins } from "./comlink-origins.ts";
import { afterCrossing } from "./crossing-error.ts";
import { type Host, startWorker } from "./host.ts";
import type { Replies } from "./replies.ts";

/** What the bridge works with, and whom it tells. */
export interface BridgeContext {
  readonly window: Window & typeof globalThis;
  readonly assets: string;
  /** Read at each start, since consent may have changed by then. */
  readonly options: () => WorkerOptions;
  readonly noticed: (notice: WorkerNotice) => void;
  readonly started: (status: WorkerStatus, host: Host["kind"]) => void;
  /** A host failed and another is started, or none is left. */
  readonly failed: (error: SedgeError, isFinal: boolean) => void;
}

export type MethodName = Exclude<keyof Replies, "start">;
interface Connection {
  readonly host: Host;
  readonly remote: Remote<WorkerApi>;
}

/** How often a worker is started again after a crash before its code runs on the page. */
const MAX_RESTARTS = 1;

/** Forms of what the worker says. Nothing answers before the worker's own, larger code has come: loaded beside it. */
const forms = () => import("./replies.ts");

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

  /** Calls a method and parses its answer. Rejects with a `SedgeError`. */
  async call<Name extends MethodName>(name: Name, ...args: Parameters<WorkerApi[Name]>): Promise<Replies[Name]> {
    const { host, remote } = await this.#connect();
    const method = remote[name] as (...args: unknown[]) => Promise<unknown>;
    const answer = await Promise.race([method(...args), host.failed]).catch((error: unknown) => {
      throw afterCrossing(error);
    });
    return parsed(await (await forms()).replyForm(name), answer);
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
    const { failed } = this.#context;
    if (!this.#usePage) {
      try {
        return await this.#startOn(startWorker(this.#context.window, this.#context.assets));
      } catch (error) {
        // The page was left meanwhile: nothing has failed, and its own thread must not take over.
        if (this.#stopped) throw error;
        failed(afterCrossing(error), false);
        this.#usePage = true;
      }
    }
    try {
      const { startOnPage } = await import("./page-host.ts");
      return await this.#startOn(await startOnPage(this.#context.assets));
    } catch (error) {
      const last = afterCrossing(error);
      failed(last, true);
      throw last;
    }
  }

  async #startOn(host: Host): Promise<Connection> {
    const { options, noticed, started, failed } = this.#context;
    this.#host = host;
    const remote = wrap<WorkerApi>(host.endpoint);
    const loaded = forms();
    const notify = async (raw: unknown) => {
      const { isNotice } = await loaded;
      if (isNotice(raw)) noticed(raw);
      else failed(new SedgeError("bad-worker-message", "The worker said something of another form."), false);
    };
    try {
      const starting = Promise.race([remote.start(options(), proxy(notify)), host.failed]);
      const [status, { replyForm }] = await Promise.all([starting, loaded]);
      started(parsed(await replyForm("start"), status), host.kind);
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

function parsed<Reply>(isReply: Form<Reply>, answer: unknown): Reply {
  if (isReply(answer)) return answer;
  throw new SedgeError(
    "bad-worker-message",
    "The worker answered in another form; its files and this one differ in version.",
  );
}
