export { textAnswer, type TextAnswer, type TextAnswerRule, type TextClass } from "./lib/text/text-answer.ts";
export { TEXT_SCHEMA, textFeatures, type TextGrams } from "./lib/text/text-features.ts";
export { textRow } from "./lib/text/text-hash.ts";
export { MAX_TEXT_CHARS, MAX_TEXT_WORDS, MAX_WORD_CHARS } from "./lib/text/text-limits.ts";
export { textModelInput, type TextModelInputs } from "./lib/text/text-model-input.ts";
export { type TextWord, wordsOf } from "./lib/text/text-token.ts";
