import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONVERSATION_CUES, conversationCues, MAX_TURNS } from "./conversation-cues.ts";
import { conversationScores, CUE_WEIGHTS } from "./conversation-scores.ts";
import { contentWords, repeats, type Turn } from "./turn.ts";

const visitor = (text: string): Turn => ({ speaker: "visitor", text });
const site = (text: string): Turn => ({ speaker: "site", text });

describe("a repeated request", () => {
  test.each([
    ["where is my parcel", "the parcel I ordered, where is it", false],
    ["parcel with the blue lamp", "where is the parcel with the blue lamp", true],
    ["blue lamp tomorrow morning", "blue lamp", true],
    ["blue lamp tomorrow morning early", "blue lamp", false],
  ])("%s after %s: %s", (later, earlier, is) => {
    expect(repeats(contentWords(later), contentWords(earlier))).toBe(is);
  });
});

describe("cues of the last turn", () => {
  test.each([
    [[visitor("when do you open?")], []],
    [[site("I'm sorry, there are no tables free."), visitor("what about Friday?")], ["site-failed"]],
    [
      [visitor("a red lamp for the kitchen"), site("Which room?"), visitor("the red lamp, kitchen")],
      ["repeated-request"],
    ],
    [[site("Which city is it?"), visitor("Leeds"), site("Which city is it in?"), visitor("Leeds")], []],
    [
      [
        site("Which city will you leave from?"),
        visitor("Leeds"),
        site("Which city will you leave from?"),
        visitor("Leeds"),
      ],
      ["site-repeats"],
    ],
    [[site("A room for two."), visitor("no, I said three")], ["correction"]],
    [[site("Anything else?"), visitor("No, thanks")], ["thanks"]],
    [[site("Anything else?"), visitor("no that's all")], ["thanks"]],
    [[visitor("I am still waiting")], ["persistence"]],
    [[visitor("this is the third time")], ["persistence"]],
    [[visitor("hello??")], ["loud"]],
    [[visitor("WHERE IS my parcel")], ["loud"]],
    [[visitor("my card was charged twice and nobody answers!!!")], ["persistence", "loud"]],
    [[visitor("The USB stick is blue")], []],
  ])("%j", (turns, cues) => {
    expect(conversationCues(turns)).toEqual(cues);
  });

  test("is empty after the site's turn, or without a turn", () => {
    expect(conversationCues([visitor("hello??"), site("I'm sorry")])).toEqual([]);
    expect(conversationCues([])).toEqual([]);
  });

  test("ignores turns from long ago", () => {
    const filler = Array.from({ length: MAX_TURNS - 2 }, () => site("aha"));
    const request = visitor("the brass lamp");
    expect(conversationCues([request, ...filler, request])).toEqual(["repeated-request"]);
    expect(conversationCues([request, ...filler, site("and on"), request])).toEqual([]);
  });
});

test("scores are log-odds of the text and the cues, by hand", () => {
  const { frustration, unresolved, cues } = conversationScores([visitor("I am still waiting!!")], 0.5);
  expect(cues).toEqual(["persistence", "loud"]);
  expect(frustration).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  expect(unresolved).toBeCloseTo(1 / (1 + Math.exp(2 - 0.75 - 1.5)), 12);
});

test("scores are probabilities for any text, and a more frustrated text never lowers one", () => {
  const turn = fc.record({ speaker: fc.constantFrom("visitor" as const, "site" as const), text: fc.string() });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 60 }), share, share, (turns, a, b) => {
      const [less, more] = [conversationScores(turns, Math.min(a, b)), conversationScores(turns, Math.max(a, b))];
      for (const of of ["frustration", "unresolved"] as const) {
        expect(less[of]).toBeGreaterThan(0);
        expect(more[of]).toBeLessThan(1);
        expect(more[of]).toBeGreaterThanOrEqual(less[of]);
      }
    }),
  );
});

test("only thanks indicates a good end", () => {
  const lowering = CONVERSATION_CUES.filter(
    (cue) => CUE_WEIGHTS[cue].frustration <= 0 || CUE_WEIGHTS[cue].unresolved <= 0,
  );
  expect(lowering).toEqual(["thanks"]);
});
