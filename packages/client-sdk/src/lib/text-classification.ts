import type { BackendReport } from "./classification.ts";

/** What a text is: something written to the site, or something looked for. */
export type TextSource = "chat" | "search";

/** What can be asked of a text. Each is answered by one model, which is fetched when it is first asked. */
export type TextQuestion = "intent" | "sentiment" | "emotion" | "frustration";

/** A class of a model, and how likely it is. */
export interface TextClass {
  /** Stable code, such as `lost-or-stolen-card` or `anger`. */
  readonly code: string;
  readonly label: string;
  /** Calibrated, 0 to 1. */
  readonly probability: number;
}

/** A word that moved an answer. It is the visitor's own: show it, and keep it nowhere. */
export interface WordReason {
  readonly word: string;
  /** How far the word moved the answer's log-odds from what the text without it would have given. */
  readonly effect: number;
}

/** One answer about a text. */
export interface TextAnswer {
  /** Model that gave it. */
  readonly model: string;
  /** The most likely classes, at most three, most likely first. */
  readonly classes: readonly TextClass[];
  /** The words with the largest effect on the first class, at most three. */
  readonly reasons: readonly WordReason[];
}

/** What the text wants of the site, by one set of support intents. */
export interface SupportIntent extends TextAnswer {
  /** Probability that the set has no intent for this text, 0 to 1; null for a set without this output. */
  readonly outOfScope: number | null;
  /** Whether the set declines to answer: then `classes` are guesses to show to nobody, and `reasons` say why it declines. */
  readonly isOutOfScope: boolean;
}

/** A single score with its reasons. */
export interface TextScore extends TextClass {
  readonly model: string;
  readonly reasons: readonly WordReason[];
}

/** What the device understands of one text. Made on the device and given to the page; neither it nor the text is kept. */
export interface TextClassification {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly source: TextSource;
  /** Null where it was not asked, or where its model could not be had; the same for those below. */
  readonly intent: SupportIntent | null;
  readonly sentiment: TextAnswer | null;
  readonly emotion: TextAnswer | null;
  readonly frustration: TextScore | null;
  readonly backend: BackendReport;
}
