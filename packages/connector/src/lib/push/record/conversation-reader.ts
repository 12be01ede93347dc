import { conversationScores, type Turn } from "@sedge/features/conversation";
import type { Touch } from "@sedge/features/profile";
import { MAX_TEXT_CHARS, textAnswer, textModelInput } from "@sedge/features/text";
import { dequantise, forward } from "@sedge/features/dense-network";
import { CommandError } from "../../command-error.ts";
import { readStoredModel, shippedModel } from "../../stored-model.ts";

/** From this probability on something is so. */
const SO_FROM = 0.5;
/** The emotion model's class, see docs/taxonomy.md. */
const FRUSTRATION = "frustration";

/** What a conversation says of its contact. */
export type ConversationVerdict = Pick<Touch, "isResolved" | "isDispleased">;

/** Reads conversations by the models that a page reads them by, on this machine; it keeps none. */
export class ConversationReader {
  #frustration: ((text: string) => number) | undefined;

  /** Whether the contact settled its matter, and whether the person was displeased, after what they said last. */
  read(turns: readonly Turn[]): ConversationVerdict {
    const last = turns.findLastIndex(({ speaker }) => speaker === "visitor");
    if (last < 0) return {};
    const said = turns.slice(0, last + 1).map((turn) => ({ ...turn, text: turn.text.slice(0, MAX_TEXT_CHARS) }));
    this.#frustration ??= frustrationModel();
    const scores = conversationScores(said, this.#frustration(said.at(-1)?.text ?? ""));
    return { isResolved: scores.unresolved < SO_FROM, isDispleased: scores.frustration >= SO_FROM };
  }
}

function frustrationModel(): (text: string) => number {
  const folder = shippedModel("emotion");
  const stored = readStoredModel(folder);
  if (stored.kind !== "text") throw new CommandError("not-a-model", `${folder} does not read texts.`);
  const { manifest, weights } = stored;
  const network = dequantise({ layers: manifest.layers, bytes: weights });
  return (text) => {
    const { classes } = textAnswer(manifest, forward(network, textModelInput(manifest, weights, text)));
    return classes.find(({ code }) => code === FRUSTRATION)?.probability ?? 0;
  };
}
