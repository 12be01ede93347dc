import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { OperatorAnswer, type OperatorOrder } from "./operator-order.ts";
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

async function startHost(order: OperatorOrder): Promise<ChildProcess> {
  await claimPort(order.port);
  mkdirSync(order.folder, { recursive: true, mode: 0o700 });
  // Folders of earlier versions, which others could read, are closed too.
  chmodSync(order.folder, 0o700);
  const log = openSync(join(order.folder, "log.txt"), "a", 0o600);
  const host = fork(join(import.meta.dirname, "operator-host.ts"), [], {
    // Its own process group, so that one signal also reaches workerd.
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

/** Stops a host and its workerd. Resolves when both have ended. */
async function end(host: ChildProcess, port: number, how: "in order" | "by force"): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null || host.pid === undefined) return;
  const gone = once(host, "exit");
  if (how === "by force") process.kill(-host.pid, "SIGKILL");
  else if (host.connected) host.disconnect();
  await gone;
  // Workerd can run slightly longer than its host.
  await releasedPort(port);
}

/** Starts one operator. Throws `PortTakenError`, or an Error with the reason why the Worker did not start. */
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
