import { blind, evaluateShare, finalize, PrfError } from "@sedge/privacy/prf";
import { deriveRecordToken, termInput } from "@sedge/privacy/record-token";
import { afterAll, expect, test } from "vitest";
import { type Operators, randomKey } from "@sedge/connector/prf";
import { localOperators } from "./local-operators.ts";
import { PrfPool } from "./prf-pool.ts";
import { termTokens } from "./term-tokens.ts";

const pool = new PrfPool(2);
afterAll(() => pool.close());
const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const terms = Array.from({ length: 40 }, (_, index) => `name:${index % 30}`);

test("gives a term the token that noble computes for the same two keys, whatever the batch", async () => {
  const keys = [randomKey(), randomKey()];
  const operators: Operators = {
    site: "demo",
    epoch: 3,
    maxElements: 7,
    evaluate: (blinded) => Promise.all(keys.map((key) => pool.evaluate(key, blinded))),
  };
  const done: number[] = [];
  const tokens = await termTokens(terms, { pool, operators }, (count) => done.push(count));
  expect(tokens.size).toBe(30);
  expect(done.reduce((sum, count) => sum + count)).toBe(30);
  for (const term of ["name:0", "name:29"]) {
    const blinding = blind(termInput("demo", term), random);
    const shares = keys.map((key) => ({ publicKey: key.publicKey, ...evaluateShare(key, [blinding.blinded], random) }));
    const [output = new Uint8Array()] = finalize([blinding], shares);
    expect(tokens.get(term)).toBe(deriveRecordToken(output, "demo", 3));
  }
});

test("local operators evaluate each term once, and another run gives other tokens", async () => {
  const [once, again] = [localOperators(pool), localOperators(pool)];
  let asked = 0;
  const counting: Operators = { ...once, evaluate: (blinded) => ((asked += blinded.length), once.evaluate(blinded)) };
  const tokens = await termTokens(terms, { pool, operators: counting }, () => undefined);
  expect(asked).toBe(30);
  expect(new Set(tokens.values()).size).toBe(30);
  const others = await termTokens(terms, { pool, operators: again }, () => undefined);
  expect([...others.values()].filter((token) => [...tokens.values()].includes(token))).toEqual([]);
});

test("detects an operator that uses another key than it published", async () => {
  const operators = localOperators(pool);
  const stranger = randomKey();
  const lying: Operators = {
    ...operators,
    evaluate: async (blinded) => {
      const [honest, other] = await operators.evaluate(blinded);
      if (!honest || !other) throw new Error("there are two operators");
      return [honest, { ...(await pool.evaluate(stranger, blinded)), publicKey: other.publicKey }];
    },
  };
  await expect(termTokens(terms, { pool, operators: lying }, () => undefined)).rejects.toThrow(PrfError);
});

test("jobs of an ended thread fail", async () => {
  const short = new PrfPool(1);
  const asked = expect(short.blind("demo", terms)).rejects.toThrow("ended");
  await short.close();
  await asked;
});
