import { canaryFinder } from "@sedge/testbed";
import { expect, test } from "vitest";
import { storedBytes } from "./stored-bytes.ts";
import { useTestSystem } from "./test-system.ts";

const system = useTestSystem({ operators: "shared" });

test("a page script finds no identifier in the device's storage, and cannot export a key", async () => {
  const visitor = await system.visitor();
  await visitor.arrive("Accept all");
  const email = "read.me.not@example.org";
  expect(await visitor.signIn({ email, phone: "+1 415 555 0143" })).toMatch(/^Linked/);
  const finder = canaryFinder([
    { kind: "email", value: email },
    { kind: "phone", value: "+14155550143" },
  ]);
  const stored = await storedBytes(visitor.page);
  expect(stored.length).toBeGreaterThan(1_000);
  expect(finder(stored)).toEqual([]);
  const exports = await visitor.page.evaluate(async () => {
    const asked = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB failed")));
      });
    const database = await asked(indexedDB.open("sedge-demo"));
    const rows: unknown[] = await asked(database.transaction("keys").objectStore("keys").getAll());
    database.close();
    const keys = rows.flatMap((row) => Object.values(Object(row))).filter((value) => value instanceof CryptoKey);
    const results = keys.flatMap((key) =>
      ["raw", "pkcs8", "jwk"].map((format) =>
        crypto.subtle.exportKey(format as "jwk", key).then(
          () => "exported",
          () => "refused",
        ),
      ),
    );
    return Promise.all(results);
  });
  // Two identifiers with a signing and a sealing key each, in three formats.
  expect(exports).toEqual(Array.from({ length: 12 }, () => "refused"));
});
