import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { OperatorAnswer, type OperatorOrder, STOP_ORDER } from "./operator-order.ts";
import { claimPort, releasedPort } from "./port.ts";

/** One of the two Workers, running in its own workerd process. */
export interface Operator {
  /** `http://127.0.0.1:{port}`, the Worker itself. The same after `restart`. */
  readonly url: string;
  /** Its data: `state/` (Durable Objects, D1 as SQLite files) and `log.txt` (the Worker's structured log). */
  readonly folder: string;
  /** Stops it cleanly. */
  stop(): Promise<void>;
  /** Kills workerd with SIGKILL, like a power cut: nothing finishes or flushes. */
  kill(): Promise<void>;
  /** Restarts it on the same port and data. Stops it first if it is running. */
  restart(): Promise<void>;
}

/** The address of an operator on a port. */
export function operatorUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** Hosts without an operator. A new one takes a second of CPU time to load Miniflare. */
const idle: ChildProcess[] = [];

function freeHost(): ChildProcess {
  const host =
    idle.pop() ??
    fork(join(import.meta.dirname, "operator-host.ts"), [], {
      // Its own process group, so that one signal also reaches workerd.
      detached: true,
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
  host.ref();
  host.channel?.ref();
  return host;
}

/** Keeps a stopped operator's host for the next one. It does not keep this process alive, and ends with it. */
function release(host: ChildProcess): void {
  host.unref();
  host.channel?.unref();
  idle.push(host);
}

/** Sends an order to a host. Resolves to its answer; if the host ends first, that is a failure. */
async function ordered(host: ChildProcess, order: OperatorOrder | typeof STOP_ORDER): Promise<OperatorAnswer> {
  const ended = new AbortController();
  const { signal } = ended;
  host.send(order);
  try {
    const [message] = await Promise.race([
      once(host, "message", { signal }),
      once(host, "exit", { signal }).then(([code]) => [
        { state: "failed", message: `its process ended with code ${code}` },
      ]),
    ]);
    return v.parse(OperatorAnswer, message);
  } finally {
    ended.abort();
  }
}

async function startHost(order: OperatorOrder): Promise<ChildProcess> {
  await claimPort(order.port);
  mkdirSync(order.folder, { recursive: true, mode: 0o700 });
  // Folders of earlier versions, which others could read, are closed too.
  chmodSync(order.folder, 0o700);
  const host = freeHost();
  const answer = await ordered(host, order);
  if (answer.state === "failed") {
    throw new Error(
      `The Worker of ${order.folder} did not start: ${answer.message} (log: ${join(order.folder, "log.txt")})`,
    );
  }
  return host;
}

/** Stops the operator of a host. Resolves when its workerd has ended. */
async function stopInOrder(host: ChildProcess, port: number): Promise<void> {
  const { state } = await ordered(host, STOP_ORDER);
  // Workerd can run slightly longer than its host's answer.
  await releasedPort(port);
  if (state === "stopped") release(host);
}

/** Kills a host and its workerd. Resolves when both have ended. */
async function killBoth(host: ChildProcess, port: number): Promise<void> {
  if (host.pid === undefined) return;
  const gone = once(host, "exit");
  process.kill(-host.pid, "SIGKILL");
  await gone;
  await releasedPort(port);
}

/** Starts one operator. Throws `PortTakenError`, or an Error with the reason why the Worker did not start. */
export async function startOperator(order: OperatorOrder): Promise<Operator> {
  let host: ChildProcess | undefined = await startHost(order);
  const end = async (how: typeof stopInOrder): Promise<void> => {
    // From here on, the host may belong to another operator.
    const ending = host;
    host = undefined;
    if (ending && ending.exitCode === null && ending.signalCode === null) await how(ending, order.port);
  };
  return {
    url: operatorUrl(order.port),
    folder: order.folder,
    stop: () => end(stopInOrder),
    kill: () => end(killBoth),
    restart: async () => {
      await end(stopInOrder);
      host = await startHost(order);
    },
  };
}
