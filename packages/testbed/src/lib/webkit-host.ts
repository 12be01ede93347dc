import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as v from "valibot";
import { SYSTEM_PYTHON } from "./webkit.ts";
import type { WebkitDisplay } from "./webkit-display.ts";
import type { WireTap } from "./wire-tap.ts";

const HOST = join(import.meta.dirname, "../../../../examples/webview-gtk/host.py");

/** A message from the page's Sedge to its app: a `type` and its fields (docs/webviews.md). */
const HostMessage = v.looseObject({ type: v.string() });
export type HostMessage = v.InferOutput<typeof HostMessage>;
const Line = v.union([
  v.strictObject({ message: HostMessage }),
  v.strictObject({ id: v.number(), result: v.unknown() }),
  v.strictObject({ id: v.number(), error: v.string() }),
]);

export interface WebkitHostOptions {
  readonly display: WebkitDisplay;
  /** The site whose pages the app trusts. */
  readonly address: string;
  /** The webview's only network route. */
  readonly tap: WireTap;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The example app around a WebKitGTK webview, in its own process, controlled by the test. */
export class WebkitHost {
  /** The page's messages to the app, in order. */
  readonly messages: HostMessage[] = [];
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, Waiting>();
  #commands = 0;
  #errors = "";

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    if (child.stdout) createInterface(child.stdout).on("line", (line) => this.#receive(line));
    child.stderr?.on("data", (text) => (this.#errors += String(text)));
    child.once("exit", () => {
      const error = new Error(`The WebKitGTK host has ended: ${this.#errors.slice(-2_000)}`);
      for (const { reject } of this.#waiting.values()) reject(error);
    });
  }

  /** Starts the app with its own data folder, which `stop` deletes. */
  static async start({ display, address, tap }: WebkitHostOptions): Promise<WebkitHost> {
    const folder = await mkdtemp(join(tmpdir(), "sedge-webkit-"));
    const env = {
      ...process.env,
      DISPLAY: display.name,
      PYTHONDONTWRITEBYTECODE: "1",
      HOME: folder,
      GDK_BACKEND: "x11",
    };
    const args = [HOST, address, "--driven", "--proxy", tap.url, "--data", join(folder, "data")];
    return new WebkitHost(spawn(SYSTEM_PYTHON, args, { env, stdio: ["pipe", "pipe", "pipe"] }), folder);
  }

  /** Opens a page and waits until it has loaded. */
  async goto(address: string): Promise<void> {
    await this.#do("open", { address });
  }

  /** Runs a function in the page. Its argument and its result go through JSON. */
  async evaluate<Given, Result>(work: (given: Given) => Result, given: Given): Promise<Awaited<Result>> {
    const result = await this.run(`return JSON.stringify((await (${String(work)})(${JSON.stringify(given)})) ?? null)`);
    return JSON.parse(v.parse(v.string(), result));
  }

  /** Runs the body of an async function in the page. */
  run(script: string): Promise<unknown> {
    return this.#do("run", { script });
  }

  /** Sets consent in the app's settings. */
  async decide(consent: Readonly<Record<string, boolean>>): Promise<void> {
    await this.#do("decide", { consent });
  }

  /** Signs in to the app. */
  async signIn(identifiers: Readonly<Record<string, string>>): Promise<void> {
    await this.#do("sign-in", { identifiers });
  }

  /** Sends a message from the app to the page. */
  async send(message: HostMessage): Promise<void> {
    await this.#do("send", { message });
  }

  /** The number of messages that the app has refused. */
  async refused(): Promise<number> {
    return v.parse(v.number(), await this.#do("refused", {}));
  }

  /** The page's messages of one type. */
  messagesOf(type: string): HostMessage[] {
    return this.messages.filter((message) => message.type === type);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.stdin?.end();
    const killing = setTimeout(() => this.#child.kill("SIGKILL"), 5_000);
    if (this.#child.exitCode === null && this.#child.signalCode === null) await ended;
    clearTimeout(killing);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #do(what: string, details: object): Promise<unknown> {
    this.#commands += 1;
    const id = this.#commands;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#child.stdin?.write(`${JSON.stringify({ id, do: what, ...details })}\n`);
    return answer;
  }

  #receive(text: string): void {
    // WebKit occasionally prints other lines.
    if (!text.startsWith("{")) return;
    const line = v.parse(Line, JSON.parse(text));
    if ("message" in line) {
      this.messages.push(line.message);
      return;
    }
    const waiting = this.#waiting.get(line.id);
    this.#waiting.delete(line.id);
    if ("error" in line) waiting?.reject(new Error(line.error));
    else waiting?.resolve(line.result);
  }
}
