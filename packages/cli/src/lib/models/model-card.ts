import type { Measured } from "./figures.ts";
import { figureLines } from "./figures-table.ts";
import { ENGLISH } from "./text-language.ts";
import type { StoredModel } from "@sedge/connector/stored-model";

/** Content of a card. */
export interface CardFacts {
  readonly stored: StoredModel;
  readonly task: string;
  readonly seed: number;
  /** How the data were split. */
  readonly split: string;
  readonly classes: readonly string[];
  readonly measured: Measured;
}

/** Most classes that a card lists. */
const MAX_LISTED = 200;

/** Content of `MODEL_CARD.md` for a model of a site's own data. Names files and labels, and repeats no row. */
export function modelCard({ stored, task, seed, split, classes, measured }: CardFacts): string {
  const { manifest } = stored;
  const listed = classes.slice(0, MAX_LISTED).map((code) => `\`${code.replaceAll("`", "'")}\``);
  const more = classes.length > MAX_LISTED ? ` and ${classes.length - MAX_LISTED} more` : "";
  const { figures } = measured;
  const [rows, inScope, outOfScope] = [figures.rows, figures.inScope, figures.outOfScope].map((count) =>
    count.toLocaleString("en"),
  );
  const languages =
    stored.kind === "text"
      ? `\n\nLanguages: ${(stored.manifest.languages ?? ENGLISH).join(", ")} (ISO 639-1), as detected in the training rows. Texts in others are refused by \`sedge models predict\`; on a device nothing detects their language.`
      : "";
  return `# ${manifest.name} ${manifest.version}

A ${task} model of ${classes.length} classes, ${manifest.weights.bytes.toLocaleString("en")} bytes of int8 weights, made by \`sedge models train ${task}\`
with seed ${seed}. The same rows and seed give the same weights.

## Data

${split}. The model's maker should state here where the data come from, and under which licence.

Classes: ${listed.join(", ")}${more}.${languages}

## Figures

On ${rows} rows that chose and taught nothing: ${inScope} in scope, ${outOfScope} out of scope. All figures but the last two rates
are of rows in scope. "–": the figure does not apply.

| figure | value |
|---|---|
${figureLines(measured.figures)
  .map((line) => line.trim().split(/\s{2,}/))
  .map(([name = "", value = ""]) => `| ${name} | ${value} |`)
  .join("\n")}

![Reliability: how often the likeliest class was right, by its probability](reliability.svg)

\`sedge models eval\` measures it on other rows.

## Limits

- The figures apply to rows like those above: other words, other seasons and other customers have others.
- Accuracy for different groups of people was not tested. Test it before using the model for them.
- A probability is calibrated on the rows that were chosen by; it drifts as the world does.
`;
}
