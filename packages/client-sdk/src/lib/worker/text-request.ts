import * as v from "valibot";
import type { TextQuestion } from "../text-classification.ts";

/** Longest text that is taken, in UTF-16 code units; far more than is read of it. */
const MAX_GIVEN_CHARS = 1_000_000;
const TEXT_QUESTIONS = ["intent", "sentiment", "emotion", "frustration"] as const satisfies TextQuestion[];

/** Most turns of a chat that are taken. */
const MAX_TURNS = 200;
const text = v.pipe(v.string(), v.maxLength(MAX_GIVEN_CHARS));

/** What `classifyText` takes, parsed. */
export const TextRequest = v.strictObject({
  text: v.pipe(text, v.regex(/\S/)),
  options: v.strictObject({
    source: v.optional(v.picklist(["chat", "search"]), "chat"),
    questions: v.optional(v.pipe(v.array(v.picklist(TEXT_QUESTIONS)), v.minLength(1), v.maxLength(16)), [
      ...TEXT_QUESTIONS,
    ]),
    before: v.optional(
      v.pipe(v.array(v.strictObject({ speaker: v.picklist(["visitor", "site"]), text })), v.maxLength(MAX_TURNS)),
      [],
    ),
  }),
});
export type TextRequest = v.InferOutput<typeof TextRequest>;
