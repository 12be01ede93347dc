import type { Store } from "./store.ts";
import { indexedDbStore } from "./indexed-db-store.ts";
import { memoryStore } from "./memory-store.ts";

/** The best store to be had here: IndexedDB, or memory where the browser refuses it. Never rejects. */
export async function openStore(site: string): Promise<Store> {
  try {
    return await indexedDbStore(site);
  } catch {
    return memoryStore();
  }
}
