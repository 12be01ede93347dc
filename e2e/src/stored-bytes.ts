import type { Page } from "playwright-core";

/** All storage of the open page's origin as bytes: names and values. */
export async function storedBytes(page: Page): Promise<Buffer> {
  const parts = await page.evaluate(async () => {
    const asked = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB failed")));
      });
    const texts = [
      JSON.stringify(Object.entries(localStorage)),
      JSON.stringify(Object.entries(sessionStorage)),
      document.cookie,
    ];
    const files: string[] = [];
    // Bytes in a row, as one character each.
    const withoutBytes = (_: string, value: unknown) => {
      if (!(value instanceof Uint8Array)) return value;
      files.push(Array.from(value, (byte) => String.fromCharCode(byte)).join(""));
      return value.length;
    };
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      for (const table of database.objectStoreNames) {
        const store = database.transaction(table).objectStore(table);
        texts.push(JSON.stringify(await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]), withoutBytes));
      }
      database.close();
    }
    return { texts, files };
  });
  return Buffer.concat([
    ...parts.texts.map((text) => Buffer.from(text)),
    ...parts.files.map((file) => Buffer.from(file, "latin1")),
  ]);
}
