import { conversationScores } from "@sedge/features/conversation";
import { textAnswer } from "@sedge/features/text";
import { auc } from "../auc.ts";
import { NO_DATA } from "../data-folder.ts";
import { readText } from "../text/text-artefacts.ts";
import { textReference } from "../text/text-reference.ts";
import {
  isClearlyDissatisfied,
  isDissatisfied,
  ratedTurns,
  SATISFACTION_SETS,
  type SatisfactionSet,
} from "./satisfaction-turns.ts";

/**
 * How well a score that was trained on none of this data separates dissatisfied turns from others: AUC for each reading
 * of the ratings.
 */
export interface Transfer {
  readonly score: string;
  readonly dissatisfied: number;
  readonly clearlyDissatisfied: number;
}

/** The transfer of the emotion model's frustration, alone and with the conversation's cues. Undefined without the data. */
export function transferTo(set: SatisfactionSet): Transfer[] | undefined {
  const rated = ratedTurns(set);
  if (!rated) return undefined;
  const model = readText("emotion");
  const logitsOf = textReference(model);
  const texts = rated.map(({ turns }) => {
    const { classes } = textAnswer(model.manifest, logitsOf(turns.at(-1)?.text ?? ""));
    return classes.find(({ code }) => code === "frustration")?.probability ?? 0;
  });
  const both = rated.map(({ turns }, index) => conversationScores(turns, texts[index] ?? 0));
  const [dissatisfied, clearly] = [rated.map(isDissatisfied), rated.map(isClearlyDissatisfied)];
  return [
    { score: "frustration, the text alone", values: texts },
    { score: "frustration, with the conversation", values: both.map(({ frustration }) => frustration) },
    { score: "unresolved", values: both.map(({ unresolved }) => unresolved) },
  ].map(({ score, values }) => ({
    score,
    dissatisfied: auc(values, dissatisfied),
    clearlyDissatisfied: auc(values, clearly),
  }));
}

/** The table of both sets, in Markdown, as the emotion model's card has it. */
export function satisfactionTable(): string {
  const rows = SATISFACTION_SETS.flatMap((set) =>
    (transferTo(set) ?? []).map(
      ({ score, dissatisfied, clearlyDissatisfied }) =>
        `| ${set}: ${score} | ${dissatisfied.toFixed(3)} | ${clearlyDissatisfied.toFixed(3)} |`,
    ),
  );
  if (rows.length === 0) return `satisfaction: ${NO_DATA}`;
  return ["| set and score, AUC | mean rating below 3 | most ratings below 3 |", "|---|---|---|", ...rows].join("\n");
}
