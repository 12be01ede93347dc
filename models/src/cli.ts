// node models/src/cli.ts train purchase-propensity | visit-depth | session-intent | codebook-prior | till-prior | cluster-intents | all
// node models/src/cli.ts eval
// node models/src/cli.ts plot (the reliability plots of the cards)
import { codebookFigures } from "./codebook-figures.ts";
import { PLAN } from "./codebook-prior.ts";
import { NO_DATA } from "./data-folder.ts";
import { clusterIntentFigures } from "./intent/cluster-intents.ts";
import { readClusterIntents, readCodebook, readModel } from "./model-folder.ts";
import {
  clickSessions,
  measure,
  plotModel,
  remarksOn,
  SHIPPED_MODELS,
  trainCodebook,
  trainClusterIntents,
  trainModel,
  trainTillPrior,
} from "./shipped-models.ts";
import { writeEmotions } from "./emotion/emotion-artefacts.ts";
import { EMOTION_MODELS } from "./emotion/emotion-models.ts";
import { emotionTable, reviewTable } from "./emotion/emotion-table.ts";
import { satisfactionTable } from "./satisfaction/satisfaction-table.ts";
import { SHIPPED_TABULAR } from "./tabular/shipped-tabular-models.ts";
import { writeTabular } from "./tabular/tabular-artefacts.ts";
import { tabularTable } from "./tabular/tabular-table.ts";
import { SHIPPED_TEXTS } from "./text/shipped-text-models.ts";
import { writeText } from "./text/text-artefacts.ts";
import { textTable } from "./text/text-table.ts";

const CODEBOOK = "codebook-prior";
const TILL = "till-prior";
const INTENTS = "cluster-intents";
const names = [
  ...[...SHIPPED_MODELS, ...SHIPPED_TABULAR, ...SHIPPED_TEXTS].map(({ plan }) => plan.name),
  ...EMOTION_MODELS.map(({ name }) => name),
  CODEBOOK,
  TILL,
  INTENTS,
];
const usage = `usage: train ${[...names, "all"].join(" | ")}, or eval, or plot`;

async function trainNamed(wanted: string): Promise<void> {
  for (const model of SHIPPED_MODELS) {
    if (wanted !== "all" && wanted !== model.plan.name) continue;
    if (!(await trainModel(model))) console.log(`${model.plan.name}: ${NO_DATA}`);
  }
  for (const model of SHIPPED_TABULAR) {
    if (wanted !== "all" && wanted !== model.plan.name) continue;
    if (!writeTabular(model)) console.log(`${model.plan.name}: ${NO_DATA}`);
  }
  for (const model of SHIPPED_TEXTS) {
    if (wanted !== "all" && wanted !== model.plan.name) continue;
    if (!writeText(model)) console.log(`${model.plan.name}: ${NO_DATA}`);
  }
  const feelings = EMOTION_MODELS.filter(({ name }) => wanted === "all" || wanted === name);
  if (feelings.length > 0 && !writeEmotions(feelings)) console.log(`emotions: ${NO_DATA}`);
  if ((wanted === "all" || wanted === INTENTS) && !trainClusterIntents()) console.log(`${INTENTS}: ${NO_DATA}`);
  if ((wanted === "all" || wanted === TILL) && !trainTillPrior()) console.log(`${TILL}: ${NO_DATA}`);
  if (wanted !== "all" && wanted !== CODEBOOK) return;
  if (!trainCodebook()) console.log(`${CODEBOOK}: ${NO_DATA}`);
}

function plot(): void {
  for (const shipped of SHIPPED_MODELS) {
    const { name } = shipped.plan;
    if (!plotModel(shipped, readModel(name))) console.log(`${name}: ${NO_DATA}`);
  }
}

function evaluate(): void {
  const three = (x: number) => x.toFixed(3);
  for (const shipped of SHIPPED_MODELS) {
    const measured = measure(shipped, readModel(shipped.plan.name));
    if (!measured) {
      console.log(`${shipped.plan.name}: ${NO_DATA}`);
      continue;
    }
    console.log(`\n${shipped.plan.name}, on the held-out part`);
    console.log(
      "| question | rows | positive | AUC | 95 % interval | ECE, 15 widths | ECE, 10 masses (floor) | log loss | logistic regression: AUC |",
    );
    console.log("|---|---|---|---|---|---|---|---|---|");
    for (const { what, model, baseline } of measured) {
      const interval = model.interval.map(three).join(" to ");
      const mass = `${three(model.massCalibrationError)} (${three(model.calibrationFloor)})`;
      const cells = [
        what,
        model.rows,
        `${((100 * model.positives) / model.rows).toFixed(1)} %`,
        three(model.auc),
        interval,
      ];
      console.log(
        `| ${[...cells, three(model.calibrationError), mass, three(model.logLoss), three(baseline.auc)].join(" | ")} |`,
      );
    }
    for (const line of remarksOn(shipped, readModel(shipped.plan.name))) console.log(line);
  }
  for (const shipped of SHIPPED_TABULAR) console.log(`\n${tabularTable(shipped)}`);
  for (const plan of EMOTION_MODELS) console.log(`\n${emotionTable(plan)}`);
  console.log(`\n${reviewTable()}\n\n${satisfactionTable()}`);
  for (const shipped of SHIPPED_TEXTS) console.log(`\n${textTable(shipped)}`);
  const sessions = clickSessions();
  if (!sessions) return console.log(`${CODEBOOK}: ${NO_DATA}`);
  const [known, unseen] = [sessions.filter(({ month }) => month < 7), sessions.filter(({ month }) => month === 7)];
  const figures = codebookFigures(readCodebook(), PLAN, known, unseen);
  console.log(`\n${CODEBOOK}: built on ${known.length} visits of April to June, measured on ${unseen.length} of July`);
  console.log("| figure | codebook | plain k-means |\n|---|---|---|");
  console.log(`| leaves; visits in the smallest | ${figures.leaves}; ${figures.smallestLeaf} | |`);
  console.log(
    `| variance explained, April to June | ${three(figures.explained.codebook)} | ${three(figures.explained.kMeans)} |`,
  );
  console.log(`| distance of the spread of clusters, July from before | ${three(figures.spreadDistance)} | |`);
  console.log(`| agreement of two halves' codebooks on July (adjusted Rand) | ${three(figures.halvesAgree)} | |`);
  const centroids = readCodebook().clusters.map(({ centroid }) => centroid);
  const intents = clusterIntentFigures(readClusterIntents(), centroids, unseen);
  console.log(
    `| mean error of a cluster's expected intents, July (all clusters alike) | ${three(intents.error)} | ${three(intents.withoutModel)} |`,
  );
  for (const { clicks, codebook, kMeans } of figures.information) {
    console.log(
      `| bits that the cluster after ${clicks} clicks says of how many follow | ${three(codebook)} | ${three(kMeans)} |`,
    );
  }
}

const [task, wanted = ""] = process.argv.slice(2);
if (task === "train" && [...names, "all"].includes(wanted)) await trainNamed(wanted);
else if (task === "eval") evaluate();
else if (task === "plot") plot();
else {
  console.error(usage);
  process.exitCode = 2;
}
