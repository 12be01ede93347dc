import { SedgeError } from "../../sedge-error.ts";
import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import type { Store } from "./store.ts";
import { indexedDbStore } from "./indexed-db-store.ts";
import { memoryStore } from "./memory-store.ts";

/**
 * The best store to be had here: IndexedDB, or memory where the browser refuses it or newer code has changed it. The
 * latter is reported, as a reload ends it. Never rejects.
 */
export async function openStore(site: string, report: (code: SedgeErrorCode, message: string) => void): Promise<Store> {
  try {
    return await indexedDbStore(site);
  } catch (error) {
    if (error instanceof SedgeError) report(error.code, error.message);
    return memoryStore();
  }
}
