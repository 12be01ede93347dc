import { expect, test } from "vitest";
import { proofSource } from "./proof-source.ts";

const PROOF = `e30.e30.${"A".repeat(86)}`;

/** A source whose page answers so, and what it has reported. */
function source(ask: (purpose: string) => unknown, timeoutMs?: number) {
  const reported: string[] = [];
  return { prove: proofSource(ask, (code) => void reported.push(code), timeoutMs), reported };
}

test("asks the page for each request again, with the purpose", async () => {
  const asked: string[] = [];
  const { prove, reported } = source((purpose) => {
    asked.push(purpose);
    return Promise.resolve(PROOF);
  });
  expect([await prove("read"), await prove("erase"), asked, reported]).toEqual([PROOF, PROOF, ["read", "erase"], []]);
});

test("an erasure waits while the page starts, until it has stated its function", async () => {
  const answers = [undefined, PROOF];
  const { prove } = source(() => answers.shift());
  expect([await prove("read"), await prove("erase")]).toEqual([undefined, PROOF]);
  answers.push(undefined, PROOF);
  expect(await prove("erase")).toBe(PROOF);
});

test.each([undefined, null])("%s says that nobody is signed in, which is no problem", async (answer) => {
  const { prove, reported } = source(() => answer);
  expect([await prove("join"), reported]).toEqual([undefined, []]);
});

test.each<[string, () => unknown]>([
  ["something else than a JWT", () => "not.a.jwt"],
  ["a rejection", () => Promise.reject(new Error("login is down"))],
  ["an exception", () => JSON.parse("{")],
  ["no answer in time", () => new Promise(() => undefined)],
])("%s is one problem, and the request is sent without a proof", async (_, ask) => {
  const { prove, reported } = source(ask, 20);
  expect([await prove("read"), reported]).toEqual([undefined, ["proof-unavailable"]]);
});
