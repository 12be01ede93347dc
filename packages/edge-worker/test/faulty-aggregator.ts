import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { EdgeEnv } from "../src/lib/settings.ts";

type Answer = (url: string, init: RequestInit) => Promise<Response | undefined> | Response;

/** Bindings with this in the aggregator's place. What takes longer than a twentieth of a second is too late. */
export function withAggregator(answer: Answer): EdgeEnv {
  const bindings = { ...env, AGGREGATOR: { fetch: answer }, AGGREGATOR_TIMEOUT_MS: 50 };
  return bindings as unknown as EdgeEnv;
}

/** The real aggregator with the keys of another site: as after a restart with a backup of another day. */
export function restoredAggregator(): EdgeEnv {
  const fetch: Answer = async (url, init) =>
    env.AGGREGATOR?.fetch(url.replace("/sites/demo/", "/sites/small-site/"), init);
  return { ...env, AGGREGATOR: { fetch } } as unknown as EdgeEnv;
}

/** A body that never ends: `bytes` at once, then nothing, or another one every so many milliseconds. */
export function endlessBody(bytes: number, everyMs?: number): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array(bytes)),
    pull: async (controller) => {
      if (everyMs === undefined) await new Promise(() => undefined);
      await scheduler.wait(everyMs ?? 0);
      controller.enqueue(new Uint8Array(1));
    },
  });
}

/** The log lines that `work` writes, parsed. */
export async function loggedBy(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  try {
    await work();
  } finally {
    log.mockRestore();
  }
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
