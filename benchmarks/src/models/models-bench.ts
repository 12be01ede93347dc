import { existsSync } from "node:fs";
import { artefact } from "@sedge/models/model-folder";
import { SHIPPED_MODELS } from "@sedge/models/shipped-models";
import { SHIPPED_TABULAR } from "@sedge/models/shipped-tabular-models";
import { SHIPPED_TEXTS } from "@sedge/models/shipped-text-models";
import { type Conditions, conditions } from "../report/conditions.ts";
import { emotionScores, sentimentScores } from "./emotion-scores.ts";
import type { ModelScores } from "./model-score.ts";
import { satisfactionScores } from "./satisfaction-scores.ts";
import { sessionScores } from "./session-scores.ts";
import { tabularScores } from "./tabular-scores.ts";
import { textScores } from "./text-scores.ts";

/** The results: the conditions and every model's scores. */
export interface ModelsResult {
  readonly conditions: Conditions;
  readonly models: readonly { readonly model: string; readonly scores: ModelScores }[];
}

type Measured = readonly [model: string, scores: (now: () => number) => ModelScores];

/** Measures every shipped model. `note` receives the next model's name. */
export function benchModels(note: (line: string) => void): ModelsResult {
  const measured: readonly Measured[] = [
    ...SHIPPED_MODELS.map((shipped): Measured => [shipped.plan.name, (now) => sessionScores(shipped, now)]),
    ...SHIPPED_TEXTS.map((shipped): Measured => [shipped.plan.name, (now) => textScores(shipped, now)]),
    ["emotion", emotionScores],
    ["emotion", satisfactionScores],
    ["sentiment", sentimentScores],
    ...SHIPPED_TABULAR.map((shipped): Measured => [shipped.plan.name, (now) => tabularScores(shipped, now)]),
  ];
  const before = conditions();
  const models = measured.map(([model, scores]) => {
    note(`${model} …`);
    const isShipped = existsSync(artefact(model, "manifest.json"));
    return { model, scores: isShipped ? scores(() => performance.now()) : ("not shipped" as const) };
  });
  return { conditions: before, models };
}
