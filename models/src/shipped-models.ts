import { modelInput } from "@sedge/features";
import { CLICKSTREAM, type ClickSession, sessionsFrom } from "./clickstream.ts";
import { buildCodebook, PLAN } from "./codebook-prior.ts";
import { dataFile } from "./data-folder.ts";
import { drawnVisits } from "./drawn-visits.ts";
import { type Figures, figuresOf, probabilitiesOf } from "./figures.ts";
import { type FittedModel, fitModel } from "./fit-model.ts";
import { fitClusterIntents } from "./intent/cluster-intents.ts";
import { compareNextSteps, nextStepTable } from "./intent/next-step-figures.ts";
import { INTENT_ASKED_AFTER, intentExamples, SESSION_INTENT } from "./intent/session-intent-model.ts";
import { fitLogistic, logisticLogit } from "./logistic-regression.ts";
import type { Example } from "./model-plan.ts";
import { writeArtefact } from "./model-folder.ts";
import { progressOver } from "./progress.ts";
import { PURCHASE, purchaseExamples } from "./purchase-propensity.ts";
import { randomFrom } from "./random.ts";
import { reliabilityFiles } from "./reliability-files.ts";
import type { ShippedModel } from "./shipped-model.ts";
import { SHOPPERS, type ShopperVisit, visitsFrom } from "./shoppers.ts";
import { buildTillPrior, householdTills } from "./till-prior.ts";
import { useBackend } from "./tensor-backend.ts";
import { vectorsFor } from "./test-vectors.ts";
import { ASKED_AFTER, depthExamples, depthPartOf, REACHES, settledExamples, VISIT_DEPTH } from "./visit-depth.ts";

/** Seed of everything drawn here: the test vectors' records, the visits that teach what is settled. */
const SEED = 20_261_121;
/** Random visits beside the recorded ones: about a sixth of all examples. */
const SETTLED_VISITS = 1_500;

/** One held-out measurement of a model's output, beside a logistic regression on the same inputs. */
export interface Measurement {
  readonly what: string;
  readonly model: Figures;
  readonly baseline: Figures;
}

function byPart(of: (part: "train" | "validation" | "test") => Example[]) {
  return { train: of("train"), validation: of("validation"), test: of("test") };
}

/** The networks in `models/`. */
export const SHIPPED_MODELS: readonly ShippedModel[] = [
  {
    plan: PURCHASE,
    examples: () => {
      const path = dataFile(...SHOPPERS);
      const visits: ShopperVisit[] | undefined = path === undefined ? undefined : visitsFrom(path);
      return visits && byPart((part) => purchaseExamples(visits, part));
    },
    questions: [{ what: "purchase", output: 0, about: () => true }],
  },
  {
    plan: VISIT_DEPTH,
    examples: () => {
      const sessions = clickSessions();
      if (!sessions) return undefined;
      const parts = byPart((part) => depthExamples(sessions.filter((session) => depthPartOf(session) === part)));
      return { ...parts, train: [...parts.train, ...settledExamples(drawnVisits(SETTLED_VISITS, randomFrom(SEED)))] };
    },
    questions: REACHES.map((reach, output) => ({
      what: `reach-${reach} after ${ASKED_AFTER[output]}`,
      output,
      about: ({ record }) => record.clickDepth === ASKED_AFTER[output],
    })),
  },
  {
    plan: SESSION_INTENT,
    examples: () => {
      const sessions = clickSessions();
      return sessions && byPart((part) => intentExamples(sessions.filter((session) => depthPartOf(session) === part)));
    },
    // After one number of clicks: the clicks of one visit are not independent, and an interval would be too narrow.
    questions: SESSION_INTENT.outputs.map(({ code }, output) => ({
      what: `${code} after ${INTENT_ASKED_AFTER}`,
      output,
      about: ({ record }) => record.clickDepth === INTENT_ASKED_AFTER,
    })),
    remarks: (model, known, unseen) => nextStepTable(compareNextSteps(model, known, unseen)),
  },
];

/** Visits of the clickstream, or undefined without the data. */
export function clickSessions(): ClickSession[] | undefined {
  const path = dataFile(...CLICKSTREAM);
  return path === undefined ? undefined : sessionsFrom(path);
}

/** Trains a network and writes its manifest, weights and test vectors. False without the data. */
export async function trainModel({ plan, examples }: ShippedModel): Promise<boolean> {
  const parts = examples();
  if (!parts) return false;
  await useBackend("wasm");
  const model = fitModel(plan, parts.train, parts.validation, progressOver(plan.name, plan.teachers + 1));
  writeArtefact(plan.name, "manifest.json", model.manifest);
  writeArtefact(plan.name, model.manifest.weights.file, model.weights);
  writeArtefact(plan.name, "vectors.json", vectorsFor(model, SEED));
  return true;
}

/** Draws a shipped model's reliability plots into its folder. False without the data. */
export function plotModel(shipped: ShippedModel, model: FittedModel): boolean {
  const parts = shipped.examples();
  if (!parts) return false;
  for (const [file, svg] of Object.entries(reliabilityFiles(shipped, model, parts.test))) {
    writeArtefact(shipped.plan.name, file, new TextEncoder().encode(svg));
  }
  return true;
}

/** Learns what visitors do next by where their visit stands, and writes it. False without the data. */
export function trainClusterIntents(): boolean {
  const sessions = clickSessions();
  if (!sessions) return false;
  const progress = progressOver("cluster-intents", 1);
  writeArtefact("cluster-intents", "weights.json", fitClusterIntents(sessions.filter(({ month }) => month < 7)));
  progress.step("written");
  return true;
}

/** Builds the prior of a till's customers and writes it. False without the data. */
export function trainTillPrior(): boolean {
  const tallies = householdTills();
  if (!tallies) return false;
  const progress = progressOver("till-prior", 1);
  const codebook = buildTillPrior(tallies.values());
  writeArtefact("till-prior", "codebook.json", codebook);
  progress.step(`${codebook.cells.length} cells, ${codebook.clusters.length} clusters`);
  return true;
}

/** Builds the prior codebook from the April to June visits and writes it. False without the data. */
export function trainCodebook(): boolean {
  const sessions = clickSessions();
  if (!sessions) return false;
  const progress = progressOver("codebook-prior", 1);
  const codebook = buildCodebook(
    sessions.filter(({ month }) => month < 7),
    PLAN,
  );
  writeArtefact("codebook-prior", "codebook.json", codebook);
  progress.step(`${codebook.cells.length} cells, ${codebook.clusters.length} clusters`);
  return true;
}

/** Figures of a shipped model on the held-out part; undefined without the data. */
export function measure({ examples, questions }: ShippedModel, model: FittedModel): Measurement[] | undefined {
  const parts = examples();
  return (
    parts &&
    questions.map(({ what, output, about }) => {
      const answersOf = (rows: readonly Example[]) => rows.map(({ answers }) => answers[output] ?? false);
      const inputsOf = (rows: readonly Example[]) => rows.map(({ record }) => [...modelInput(model.manifest, record)]);
      const [known, unseen] = [
        parts.train.filter((example) => about(example) && (example.weights[output] ?? 0) > 0),
        parts.test.filter(about),
      ];
      const regression = fitLogistic(inputsOf(known), answersOf(known), 10);
      const baseline = inputsOf(unseen).map((row) => 1 / (1 + Math.exp(-logisticLogit(regression, row))));
      return {
        what,
        model: figuresOf(probabilitiesOf(model, output, unseen), answersOf(unseen)),
        baseline: figuresOf(baseline, answersOf(unseen)),
      };
    })
  );
}

/** Notes on a model in addition to its questions, if any; none without the data. */
export function remarksOn({ examples, remarks }: ShippedModel, model: FittedModel): string[] {
  const parts = remarks && examples();
  return parts ? ["", ...remarks(model, parts.train, parts.test)] : [];
}
