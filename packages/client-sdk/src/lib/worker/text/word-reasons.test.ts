import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_WORDS_LEFT_OUT, omissions, wordReasons } from "./word-reasons.ts";

test("each word is left out once, and marks stay", () => {
  expect(omissions("Where IS it?! it")).toEqual({
    words: ["Where", "IS", "it", "it"],
    texts: ["Where IS it?! it", " IS it?! it", "Where  it?! it", "Where IS ?! it", "Where IS it?! "],
  });
});

test("a text without words has nothing to leave out", () => {
  expect(omissions("?!")).toEqual({ words: [], texts: ["?!"] });
  expect(wordReasons(omissions("?!"), [0.4])).toEqual([]);
});

test("an effect is the difference in log-odds, largest first, at most three, and nothing is no reason", () => {
  const parts = omissions("a b c d e");
  const odds = [0, -1, 0.5, 0.001, -2, 0.2];
  const reasons = wordReasons(
    parts,
    odds.map((logOdds) => 1 / (1 + Math.exp(-logOdds))),
  );
  expect(reasons.map(({ word }) => word)).toEqual(["d", "a", "b"]);
  expect(reasons.map(({ effect }) => Math.round(effect * 1e6) / 1e6)).toEqual([2, 1, -0.5]);
});

test("certainty is finite", () => {
  const [reason] = wordReasons(omissions("word"), [1, 0]);
  expect(reason?.effect).toBeCloseTo(2 * Math.log(1e12), 3);
});

test("however long a text is, no more words are left out than the bound, and each text but the first is shorter", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z!? ]{1,12}$/), { maxLength: 90 }), (pieces) => {
      const { words, texts } = omissions(pieces.join(" "));
      expect(words.length).toBeLessThanOrEqual(MAX_WORDS_LEFT_OUT);
      expect(texts).toHaveLength(words.length + 1);
      for (const [index, word] of words.entries())
        expect(texts[index + 1]).toHaveLength((texts[0]?.length ?? 0) - word.length);
    }),
  );
});
