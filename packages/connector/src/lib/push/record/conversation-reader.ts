import { conversationScores, type Turn } from "@sedge/features/conversation";
import type { Touch } from "@sedge/features/profile";
import { MAX_TEXT_CHARS, textAnswer, textModelInput } from "@sedge/features/text";
import { dequantise, forward } from "@sedge/features/dense-network";
import { CommandError } from "../../command-error.ts";
import { readStoredModel, shippedModel } from "../../stored-model.ts";

/** Probability from which a statement counts as true. */
const THRESHOLD = 0.5;
/** The emotion model's class; see docs/taxonomy.md. */
const FRUSTRATION = "frustration";

/** What a conversation adds to its contact. */
export type ConversationVerdict = Pick<Touch, "isResolved" | "isDispleased">;

/** Classifies conversations on this machine with the models that a page uses. Stores none of them. */
export class ConversationReader {
  #frustration: ((text: string) => number) | undefined;

  /** Whether the contact was resolved, and whether the person was displeased after their last turn. */
  read(turns: readonly Turn[]): ConversationVerdict {
    const last = turns.findLastIndex(({ speaker }) => speaker === "visitor");
    if (last < 0) return {};
    const read = turns.slice(0, last + 1).map((turn) => ({ ...turn, text: turn.text.slice(0, MAX_TEXT_CHARS) }));
    this.#frustration ??= frustrationModel();
    const scores = conversationScores(read, this.#frustration(read.at(-1)?.text ?? ""));
    return { isResolved: scores.unresolved < THRESHOLD, isDispleased: scores.frustration >= THRESHOLD };
  }
}

function frustrationModel(): (text: string) => number {
  const folder = shippedModel("emotion");
  const stored = readStoredModel(folder);
  if (stored.kind !== "text") throw new CommandError("not-a-model", `${folder} is not a text model.`);
  const { manifest, weights } = stored;
  const network = dequantise({ layers: manifest.layers, bytes: weights });
  return (text) => {
    const { classes } = textAnswer(manifest, forward(network, textModelInput(manifest, weights, text)));
    return classes.find(({ code }) => code === FRUSTRATION)?.probability ?? 0;
  };
}
