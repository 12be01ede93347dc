import { canaryFinder } from "@sedge/testbed";
import { expect, test } from "vitest";
import { storedBytes } from "./stored-bytes.ts";
import { useStage } from "./stage.ts";

const stage = useStage();

test("a script of the page finds no identifier in the device's storage, and can't take a key away", async () => {
  const visitor = await stage.visitor();
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
  const taken = await visitor.page.evaluate(async () => {
    const asked = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB failed")));
      });
    const database = await asked(indexedDB.open("sedge-demo"));
    const rows: unknown[] = await asked(database.transaction("keys").objectStore("keys").getAll());
    database.close();
    const keys = rows.flatMap((row) => Object.values(Object(row))).filter((value) => value instanceof CryptoKey);
    const outcomes = keys.flatMap((key) =>
      ["raw", "pkcs8", "jwk"].map((format) =>
        crypto.subtle.exportKey(format as "jwk", key).then(
          () => "taken",
          () => "refused",
        ),
      ),
    );
    return Promise.all(outcomes);
  });
  // Two identifiers, a signing and a sealing key each, three formats.
  expect(taken).toEqual(Array.from({ length: 12 }, () => "refused"));
});
