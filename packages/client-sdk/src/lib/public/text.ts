import type { TextQuestion, TextSource } from "../text-classification.ts";

/** How a text is read. */
export interface TextOptions {
  /** Default `chat`. */
  readonly source?: TextSource;
  /** What is asked; only the models that these need are fetched. Default: all four. */
  readonly questions?: readonly TextQuestion[];
  /**
   * The chat so far, oldest first, as the page shows it: at most 200 turns, of which the last 40 are read. Repeated
   * requests and corrections indicate an unsolved matter. Not stored, like the text.
   */
  readonly before?: readonly TextTurn[];
}

/** One turn of a chat. */
export interface TextTurn {
  readonly speaker: "visitor" | "site";
  readonly text: string;
}

/** A model folder of the site's own, as `sedge models train text` writes it. */
export interface IntentModelFolder {
  /** Address of the folder that serves `manifest.json` and the weights, full or from the page. */
  readonly url: string;
  /** SHA-256 of `manifest.json`, hex. The manifest states that of the weights; a file with another hash is refused. */
  readonly sha256: string;
}

/** Which support intents texts are sorted by: one of the shipped sets, or the site's own. */
export type IntentSet = "intent-banking" | "intent-general" | IntentModelFolder;
