import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { OperatorAnswer, type OperatorOrder } from "./operator-order.ts";
import { claimPort } from "./port.ts";

/** One of the two Workers, running on a workerd process of its own. */
export interface Operator {
  /** `http://127.0.0.1:{port}`, the Worker itself. The same after `restart`. */
  readonly url: string;
  /** Its data: `state/` (Durable Objects, D1 as SQLite files) and `log.txt` (the Worker's structured log). */
  readonly folder: string;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** SIGKILLs workerd, as a power cut would: nothing gets to finish or to flush. */
  kill(): Promise<void>;
  /** Brings it up again on the same port and data; stops it first if it runs. */
  restart(): Promise<void>;
}

async function startHost(order: OperatorOrder): Promise<ChildProcess> {
  await claimPort(order.port);
  mkdirSync(order.folder, { recursive: true });
  const log = openSync(join(order.folder, "log.txt"), "a");
  const host = fork(join(import.meta.dirname, "operator-host.ts"), [], {
    // A group of its own, so that one signal reaches workerd too.
    detached: true,
    execArgv: [],
    stdio: ["ignore", log, log, "ipc"],
  });
  host.send(order);
  const [message] = await Promise.race([
    once(host, "message"),
    once(host, "exit").then(([code]) => [{ state: "failed", message: `its process ended with code ${code}` }]),
  ]);
  const answer = v.parse(OperatorAnswer, message);
  if (answer.state === "failed") {
    throw new Error(`${order.configPath} did not start: ${answer.message} (log: ${join(order.folder, "log.txt")})`);
  }
  return host;
}

/** Signals the host's whole group; resolves when the host is gone. A host that is gone already is left alone. */
async function signal(host: ChildProcess, name: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null || host.pid === undefined) return;
  const gone = once(host, "exit");
  if (name === "SIGKILL") process.kill(-host.pid, name);
  else host.kill(name);
  await gone;
}

/** Starts one operator. Throws `PortTakenError`, or an Error that says why the Worker did not start. */
export async function startOperator(order: OperatorOrder): Promise<Operator> {
  let host = await startHost(order);
  return {
    url: `http://127.0.0.1:${order.port}`,
    folder: order.folder,
    stop: () => signal(host, "SIGTERM"),
    kill: () => signal(host, "SIGKILL"),
    restart: async () => {
      await signal(host, "SIGTERM");
      host = await startHost(order);
    },
  };
}
