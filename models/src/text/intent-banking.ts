import { randomFrom, shuffled } from "../random.ts";
import { bankingPart } from "./banking77.ts";
import { clincDomains, clincParts } from "./clinc150.ts";
import type { ShippedText } from "./shipped-text.ts";
import { heldOut } from "./text-part.ts";
import { OUT_OF_SCOPE, TEXT_PLAN, type TextRow } from "./text-plan.ts";

/** Share of the training part that calibrates and teaches nothing. BANKING77 has no validation part of its own. */
const VALIDATION = 0.08;
const SPLIT_SEED = 20_261_122;
/** Domains of CLINC150 whose requests a bank may well be asked. */
const NEAR = new Set(["banking", "credit_cards"]);
/** Requests to other services that teach what a bank is not asked, about one to four of its own. */
const BACKGROUND = 2_500;

const outside = (texts: readonly [string, string][]): TextRow[] =>
  texts.map(([text]) => ({ text, labels: [OUT_OF_SCOPE] }));

/**
 * BANKING77. Out of scope: CLINC150's requests of other domains teach; its own out-of-scope texts of training and
 * validation choose the threshold (they are the validation part of BANKING77-OOS, Zhang et al. 2022), those of test judge.
 */
export const INTENT_BANKING: ShippedText = {
  plan: { ...TEXT_PLAN, name: "intent-banking", version: "1.0.0", seed: 77 },
  parts: () => {
    const [own, test, clinc, domains] = [bankingPart("train"), bankingPart("test"), clincParts(), clincDomains()];
    if (!own || !test || !clinc || !domains) return undefined;
    const random = randomFrom(SPLIT_SEED);
    const { kept, held } = heldOut(own, VALIDATION, random);
    const near = new Set(Object.entries(domains).flatMap(([domain, intents]) => (NEAR.has(domain) ? intents : [])));
    const far = clinc.train.filter(([, intent]) => !near.has(intent));
    return {
      train: kept,
      validation: [...held, ...outside([...clinc.oos_train, ...clinc.oos_val])],
      background: shuffled(far, random)
        .slice(0, BACKGROUND)
        .map(([text]) => text),
      test: [...test, ...outside(clinc.oos_test)],
    };
  },
  sentences: [
    "my card was charged twice and nobody answers!!!",
    "the new card has still not come and it has been a fortnight",
    "a machine swallowed my card on holiday",
    "what do you take for changing euros into pounds",
    "I typed the wrong secret number three times",
    "where do I see who I sent the rent to",
    "the cash I took out is not the sum that my app shows",
    "can my daughter of fifteen have an account",
    "top up with my watch",
    "please close everything, I am leaving you",
  ],
};
