import { conversationScores, type Turn } from "@sedge/features/conversation";
import { MAX_TEXT_CHARS } from "@sedge/features/text";
import type { Backend } from "../../classification.ts";
import type { TextClassification, TextQuestion } from "../../text-classification.ts";
import type { TextRequest } from "../text-request.ts";
import type { TensorRuntime } from "../tensor/tensor-runtime.ts";
import { readText, type TextReading } from "./read-text.ts";
import { type TextRole, TextModelCache, type TextModelCacheDeps } from "./text-model-cache.ts";
import { type Omissions, omissions } from "./word-reasons.ts";

/** What a reader works with, and what it reports to. */
export interface TextReaderDeps extends TextModelCacheDeps {
  readonly runtime: TensorRuntime;
  readonly backendsFor: (rows: number) => Promise<readonly Backend[]>;
}

/** What was understood of a text. */
export type Understanding = Pick<TextClassification, TextQuestion>;

/** The code of frustration among the emotions: a score of its own, not one emotion of several. */
const FRUSTRATION = "frustration";

const ROLES: { readonly [question in TextQuestion]: TextRole } = {
  intent: "intent",
  sentiment: "sentiment",
  emotion: "emotion",
  frustration: "emotion",
};

/** Reads texts, and keeps none: a text lives as long as the call that reads it. */
export class TextReader {
  readonly #deps: TextReaderDeps;
  readonly #cache: TextModelCache;

  constructor(deps: TextReaderDeps) {
    this.#deps = deps;
    this.#cache = new TextModelCache(deps);
  }

  /** What the models say of a text. A question whose model can't answer gets null, and the page gets a problem. */
  async read({ text, options: { questions } }: TextRequest): Promise<Understanding> {
    const parts = omissions(text.slice(0, MAX_TEXT_CHARS));
    const roles = [...new Set(questions.map((question) => ROLES[question]))];
    const readings = new Map(
      await Promise.all(roles.map(async (role) => [role, await this.#reading(role, parts)] as const)),
    );
    const asked = (question: TextQuestion) =>
      questions.includes(question) ? readings.get(ROLES[question]) : undefined;
    const sentiment = asked("sentiment")?.answer([FRUSTRATION]);
    const emotion = asked("emotion")?.answer([FRUSTRATION]);
    return {
      intent: asked("intent")?.answer() ?? null,
      sentiment: sentiment ? answerOf(sentiment) : null,
      emotion: emotion ? answerOf(emotion) : null,
      frustration: asked("frustration")?.score(FRUSTRATION) ?? null,
    };
  }

  /**
   * How likely it is that this contact does not solve the matter, 0 to 1, by the words of the chat and the frustration (0 to 1) of its
   * last text. For a search there is no contact: null.
   */
  unresolved({ text, options: { source, before } }: TextRequest, frustration: number): number | null {
    if (source !== "chat") return null;
    const short = (turn: Turn): Turn => ({ ...turn, text: turn.text.slice(0, MAX_TEXT_CHARS) });
    return conversationScores([...before, { speaker: "visitor" as const, text }].map(short), frustration).unresolved;
  }

  async #reading(role: TextRole, parts: Omissions): Promise<TextReading | undefined> {
    const { runtime, backendsFor, report } = this.#deps;
    const model = await this.#cache.model(role);
    if (!model) return undefined;
    try {
      return await readText(runtime, await backendsFor(parts.texts.length), model, parts);
    } catch {
      report("model-failed", `Model ${model.manifest.name} could not answer; the others go on.`);
      return undefined;
    }
  }
}

/** An answer without what only intents have. */
function answerOf({ model, classes, reasons }: ReturnType<TextReading["answer"]>) {
  return { model, classes, reasons };
}
