import type { Page } from "playwright-core";

/** What a page's origin stores in the browser, by name. */
export interface DeviceStorage {
  readonly localStorage: string[];
  readonly sessionStorage: string[];
  /** `database/table` of each table that has a row, and `database` of one without tables. */
  readonly indexedDb: string[];
  readonly caches: string[];
  readonly cookies: string[];
}

/** A device on which nothing is stored. */
export const NOTHING_STORED: DeviceStorage = {
  localStorage: [],
  sessionStorage: [],
  indexedDb: [],
  caches: [],
  cookies: [],
};

/** Runs in the page: reads all storage of its origin except cookies that scripts cannot read. */
export const readDeviceStorage = async () => {
  const asked = <Result>(request: IDBRequest<Result>) =>
    new Promise<Result>((resolve, reject) => {
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB failed")));
    });
  const indexedDb: string[] = [];
  for (const { name = "" } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    const tables = [...database.objectStoreNames];
    if (tables.length === 0) indexedDb.push(name);
    for (const table of tables) {
      const count = await asked(database.transaction(table).objectStore(table).count());
      if (count > 0) indexedDb.push(`${name}/${table}`);
    }
    database.close();
  }
  return {
    localStorage: Object.keys(localStorage),
    sessionStorage: Object.keys(sessionStorage),
    indexedDb,
    caches: await caches.keys(),
  };
};

/** Reads all storage of the open page's origin. */
export async function deviceStorage(page: Page): Promise<DeviceStorage> {
  const stored = await page.evaluate(readDeviceStorage);
  const cookies = (await page.context().cookies()).map(({ name }) => name);
  return { ...stored, cookies };
}
