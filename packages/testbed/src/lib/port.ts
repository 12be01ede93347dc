import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";

/** A TCP loopback port that another program listens on. `message` names the port and what to do. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";
  readonly port: number;

  constructor(port: number) {
    super(`Port ${port} is taken by another program. Stop that program or choose another port.`);
    this.port = port;
  }
}

/**
 * Ports below the ephemeral range (Linux: from 32768 on). The system could assign an ephemeral port to another program's
 * connection between its claim and its use, or while an operator restarts.
 */
const CLAIMED_FROM = 20_000;
const CLAIMED_BELOW = 32_000;

/** Checks `port` by listening on it briefly. Resolves to the port, or throws `PortTakenError`. Without `port`, finds a free one. */
export function claimPort(port?: number): Promise<number> {
  if (port === undefined) return nextFreePort(randomInt(CLAIMED_FROM, CLAIMED_BELOW));
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" || error.code === "EACCES" ? new PortTakenError(port) : error),
    );
    server.listen({ port, host: "127.0.0.1" }, () => {
      server.close(() => resolve(port));
    });
  });
}

/** How long a killed program may keep its port, in milliseconds. */
const RELEASE_MS = 5_000;

/** Resolves once no program listens on `port`. Throws `PortTakenError` after five seconds. */
export async function releasedPort(port: number): Promise<void> {
  const patience = AbortSignal.timeout(RELEASE_MS);
  for (;;) {
    try {
      await claimPort(port);
      return;
    } catch (error) {
      if (!(error instanceof PortTakenError) || patience.aborted) throw error;
    }
    await setTimeout(10);
  }
}

/** The first free port in the 50 ports from `port` on. Throws `PortTakenError` if there is none. */
export async function nextFreePort(port: number): Promise<number> {
  for (let candidate = port; candidate < port + 50; candidate += 1) {
    try {
      return await claimPort(candidate);
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
    }
  }
  throw new PortTakenError(port);
}
