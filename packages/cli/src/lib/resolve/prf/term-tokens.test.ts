import { blind, evaluateShare, finalize, PrfError } from "@sedge/privacy/prf";
import { deriveRecordToken, termInput } from "@sedge/privacy/record-token";
import { afterAll, expect, test } from "vitest";
import { type Operators, randomKey } from "@sedge/connector/prf";
import { localOperators } from "./local-operators.ts";
import { PrfPool } from "./prf-pool.ts";
import { localSource, operatorSource, type TermSource } from "./term-source.ts";
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
  const sizes: number[] = [];
  const tokens = await termTokens(terms, operatorSource(pool, operators), (size) => sizes.push(size));
  expect(tokens.size).toBe(30);
  expect(sizes).toEqual([7, 14, 21, 28, 30]);
  for (const term of ["name:0", "name:29"]) {
    const blinding = blind(termInput("demo", term), random);
    const shares = keys.map((key) => ({ publicKey: key.publicKey, ...evaluateShare(key, [blinding.blinded], random) }));
    const [output = new Uint8Array()] = finalize([blinding], shares);
    expect(tokens.tokenOf(term)).toBe(deriveRecordToken(output, "demo", 3));
  }
});

test("the sum of both keys gives the tokens of both operators, bit for bit", async () => {
  const keys = [randomKey(), randomKey()] as const;
  const operators: Operators = {
    site: "sedge-resolve",
    epoch: 1,
    maxElements: 16,
    evaluate: (blinded) => Promise.all(keys.map((key) => pool.evaluate(key, blinded))),
  };
  const both = await termTokens(terms, operatorSource(pool, operators));
  const direct = await termTokens(terms, localSource(pool, keys));
  expect(terms.map((term) => direct.tokenOf(term))).toEqual(terms.map((term) => both.tokenOf(term)));
});

test("evaluates each term once, and another run gives other tokens", async () => {
  const source = localSource(pool);
  let asked = 0;
  const counting: TermSource = { ...source, tokensOf: (part) => ((asked += part.length), source.tokensOf(part)) };
  const tokens = await termTokens(terms, counting);
  expect(asked).toBe(30);
  const once = terms.map((term) => tokens.tokenOf(term));
  expect(new Set(once).size).toBe(30);
  const others = await termTokens(terms, localSource(pool));
  expect(terms.filter((term) => once.includes(others.tokenOf(term)))).toEqual([]);
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
  await expect(termTokens(terms, operatorSource(pool, lying))).rejects.toThrow(PrfError);
});

test("jobs of an ended thread fail", async () => {
  const short = new PrfPool(1);
  const asked = expect(short.blind("demo", terms)).rejects.toThrow("ended");
  await short.close();
  await asked;
});
