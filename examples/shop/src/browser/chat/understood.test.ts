import type { SupportIntent, TextClassification } from "@sedge/client-sdk";
import { expect, test } from "vitest";
import { drivenBy, intentInWords, understoodInWords } from "./understood.ts";

const intent: SupportIntent = {
  model: "intent-banking",
  classes: [
    { code: "transaction_charged_twice", label: "charged twice", probability: 0.83 },
    { code: "card_payment_fee_charged", label: "card fee", probability: 0.1 },
  ],
  outOfScope: 0.02,
  isOutOfScope: false,
  reasons: [
    { word: "twice", effect: 2.1 },
    { word: "my", effect: -0.2 },
  ],
};
const backend = { row: "cpu", batch: "cpu", host: "worker", medianMs: {}, unavailable: {} } as const;
const nothing: TextClassification = {
  at: 0,
  source: "chat",
  intent: null,
  sentiment: null,
  emotion: null,
  frustration: null,
  backend,
};

test("quotes each word that raises the score once, and no word that lowers it", () => {
  const pulled = ["nobody", "twice", "nobody"].map((word) => ({ word, effect: 1 }));
  expect(drivenBy([...pulled, { word: "thanks", effect: -1 }])).toBe("because of “nobody” and “twice”");
  expect(drivenBy([{ word: "thanks", effect: -1 }])).toBe("");
});

test("names an intent with its probability and its words", () => {
  expect(intentInWords(intent)).toBe("Intent: charged twice (83%), because of “twice”.");
});

test("names no intent for a text that is out of scope", () => {
  const words = intentInWords({ ...intent, outOfScope: 0.9, isOutOfScope: true, reasons: [] });
  expect(words).toBe("None of the intents that this shop knows (90%).");
  expect(words).not.toContain("charged");
});

test("writes one sentence per answer, and none for a missing answer", () => {
  expect(understoodInWords(nothing)).toEqual([]);
  const frustration = {
    model: "m",
    code: "frustration",
    label: "frustration",
    probability: 0.9,
    reasons: intent.reasons,
  };
  const mood = (label: string) => ({ model: "m", classes: [{ code: label, label, probability: 0.7 }], reasons: [] });
  expect(
    understoodInWords({ ...nothing, intent, frustration, sentiment: mood("negative"), emotion: mood("anger") }),
  ).toEqual([
    "Intent: charged twice (83%), because of “twice”.",
    "Frustration: 90%, because of “twice”.",
    "Mood: negative (70%), anger (70%).",
  ]);
});
