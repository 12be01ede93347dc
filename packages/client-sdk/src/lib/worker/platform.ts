import type { RandomSource } from "@sedge/privacy/prf";
import { openStore } from "./storage/open-store.ts";

/** What the worker uses of the platform, so that everything else is decided without a global. */
export interface Platform {
  readonly host: "worker" | "page";
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds, as fine as the browser has them. */
  readonly timer: () => number;
  readonly random: RandomSource;
  readonly fetch: typeof fetch;
  readonly openStore: typeof openStore;
  /** Runs `task` while no other tab runs one under this name. */
  readonly alone: (name: string, task: () => Promise<void>) => Promise<void>;
  /** Calls `task` whenever the network comes back. */
  readonly onOnline: (task: () => void) => void;
}

/** The browser's own, in a worker or on a page. */
export function browserPlatform(host: "worker" | "page"): Platform {
  return {
    host,
    now: () => Date.now(),
    timer: () => performance.now(),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    fetch: (input, init) => fetch(input, init),
    openStore,
    alone: async (name, task) => {
      // Web Locks want a secure context; without them the edge still applies every operation at most once.
      if (!("locks" in navigator)) return task();
      let begun: Promise<void> | undefined;
      const once = () => (begun ??= task());
      // With site data blocked, the browser refuses locks; the task's own failure is passed on.
      await navigator.locks.request(name, once).catch(once);
    },
    onOnline: (task) => globalThis.addEventListener("online", task),
  };
}
