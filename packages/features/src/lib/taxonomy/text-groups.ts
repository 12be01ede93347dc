import type { TaxonomyGroup } from "./taxonomy-group.ts";

const TEXT = { consent: "classify", range: "probability, 0 to 1" } as const;

/** Codes for a text that the page passes to the classifier. */
export const TEXT_GROUPS: readonly TaxonomyGroup[] = [
  {
    ...TEXT,
    group: "support-intent-set",
    from: "models of these names",
    use: "the right answer, form or team for a question",
    calibratedBy: "temperature on the set's validation part",
    codes: {
      "intent-banking": "77 questions to a bank's support; their codes are BANKING77's",
      "intent-general": "150 requests in ten fields; their codes are CLINC150's",
      "out-of-scope": "none of the set's intents: no answer is better than a wrong one",
    },
  },
  {
    ...TEXT,
    group: "sentiment",
    from: "model sentiment",
    use: "tone of an answer; order of a queue",
    calibratedBy: "GoEmotions (development part)",
    codes: {
      positive: "speaks well of something",
      negative: "speaks ill of something",
      ambiguous: "surprise, confusion, curiosity: neither well nor ill",
      neutral: "states or asks without a feeling",
    },
  },
  {
    ...TEXT,
    group: "emotion",
    from: "model emotion",
    use: "tone of an answer; never a judgement of a person",
    calibratedBy: "GoEmotions (development part)",
    codes: {
      anger: "anger, annoyance, disapproval",
      disgust: "disgust",
      fear: "fear, nervousness",
      joy: "joy, and the other glad feelings",
      sadness: "sadness, disappointment, embarrassment, grief, remorse",
      surprise: "surprise, realisation, confusion, curiosity",
      neutral: "none of these",
    },
  },
  {
    ...TEXT,
    group: "frustration",
    from: "model emotion",
    use: "hand over to a person sooner; feeds friction and resolution",
    calibratedBy: "GoEmotions (development part); transfer measured on satisfaction data",
    codes: { frustration: "the writer is angry, annoyed, disappointed or disapproving" },
  },
];
