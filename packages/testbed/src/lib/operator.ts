import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { OperatorAnswer, type OperatorOrder } from "./operator-order.ts";
import { claimPort, releasedPort } from "./port.ts";

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

/** Where an operator answers that runs on a port. */
export function operatorUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
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
    throw new Error(
      `The Worker of ${order.folder} did not start: ${answer.message} (log: ${join(order.folder, "log.txt")})`,
    );
  }
  return host;
}

/** Ends a host and its workerd; resolves when both are gone, or at once where they are already. */
async function end(host: ChildProcess, port: number, how: "in order" | "by force"): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null || host.pid === undefined) return;
  const gone = once(host, "exit");
  if (how === "by force") process.kill(-host.pid, "SIGKILL");
  else if (host.connected) host.disconnect();
  await gone;
  // Workerd, which nobody waits for any more, may live a little longer than its host.
  await releasedPort(port);
}

/** Starts one operator. Throws `PortTakenError`, or an Error that says why the Worker did not start. */
export async function startOperator(order: OperatorOrder): Promise<Operator> {
  let host = await startHost(order);
  return {
    url: operatorUrl(order.port),
    folder: order.folder,
    stop: () => end(host, order.port, "in order"),
    kill: () => end(host, order.port, "by force"),
    restart: async () => {
      await end(host, order.port, "in order");
      host = await startHost(order);
    },
  };
}
