import { readFileSync } from "node:fs";
import { dataFile } from "../data-folder.ts";
import { randomFrom, shuffled } from "../random.ts";
import { clincParts } from "./clinc150.ts";
import type { ShippedText } from "./shipped-text.ts";
import { OUT_OF_SCOPE, TEXT_PLAN, type TextRow } from "./text-plan.ts";

const DRAW_SEED = 20_261_123;
/** How often each of the hundred texts that CLINC150 gives for training as out of scope is shown. */
const OWN_TIMES = 3;
/** Comments of GoEmotions: things people say that are no request. */
const COMMENTS = 1_500;

function comments(): string[] | undefined {
  const path = dataFile("emotion", "goemotions", "group", "train.tsv");
  if (path === undefined) return undefined;
  const texts = readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.split("\t")[0] ?? "");
  // As long as a request, and in lower case as all of CLINC150 is: neither length nor case must give them away.
  return texts.filter(({ length }) => length > 15 && length < 90).map((text) => text.toLowerCase());
}

/** CLINC150: its training part teaches, its validation part calibrates, each with its texts out of scope. */
export const INTENT_GENERAL: ShippedText = {
  plan: { ...TEXT_PLAN, name: "intent-general", version: "1.0.0", seed: 150 },
  parts: () => {
    const [clinc, others] = [clincParts(), comments()];
    if (!clinc || !others) return undefined;
    const random = randomFrom(DRAW_SEED);
    const rowsOf = (pairs: readonly (readonly [string, string])[]): TextRow[] =>
      pairs.map(([text, intent]) => ({ text, labels: [intent] }));
    const outside = (pairs: readonly (readonly [string, string])[]): TextRow[] =>
      pairs.map(([text]) => ({ text, labels: [OUT_OF_SCOPE] }));
    const own = clinc.oos_train.map(([text]) => text);
    return {
      train: rowsOf(clinc.train),
      validation: [...rowsOf(clinc.val), ...outside(clinc.oos_val)],
      background: [
        ...Array.from({ length: OWN_TIMES }, () => own).flat(),
        ...shuffled(others, random).slice(0, COMMENTS),
      ],
      test: [...rowsOf(clinc.test), ...outside(clinc.oos_test)],
    };
  },
  sentences: [
    "wake me at half past five",
    "is there milk on my list already",
    "tell the bank that my wallet is gone",
    "how do you say thank you in finnish",
    "which planet has the most rings",
    "book a table for nine near the river",
    "do i need new tyres",
    "flip a coin for me",
    "set the lamp to purple",
    "what is the recipe of my grandmother",
  ],
};
