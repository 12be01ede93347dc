// node models/src/cli.ts train purchase-propensity | visit-depth | codebook-prior | all
// node models/src/cli.ts eval
import { codebookFigures } from "./codebook-figures.ts";
import { PLAN } from "./codebook-prior.ts";
import { NO_DATA } from "./data-folder.ts";
import { readCodebook, readModel } from "./model-folder.ts";
import { clickSessions, measure, SHIPPED_MODELS, trainCodebook, trainModel } from "./shipped-models.ts";

const CODEBOOK = "codebook-prior";
const names = [...SHIPPED_MODELS.map(({ plan }) => plan.name), CODEBOOK];
const usage = `usage: train ${[...names, "all"].join(" | ")}, or eval`;

async function trainNamed(wanted: string): Promise<void> {
  for (const model of SHIPPED_MODELS) {
    if (wanted !== "all" && wanted !== model.plan.name) continue;
    if (!(await trainModel(model))) console.log(`${model.plan.name}: ${NO_DATA}`);
  }
  if (wanted !== "all" && wanted !== CODEBOOK) return;
  if (!trainCodebook()) console.log(`${CODEBOOK}: ${NO_DATA}`);
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
  }
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
  for (const { clicks, codebook, kMeans } of figures.information) {
    console.log(
      `| bits that the cluster after ${clicks} clicks says of how many follow | ${three(codebook)} | ${three(kMeans)} |`,
    );
  }
}

const [task, wanted = ""] = process.argv.slice(2);
if (task === "train" && [...names, "all"].includes(wanted)) await trainNamed(wanted);
else if (task === "eval") evaluate();
else {
  console.error(usage);
  process.exitCode = 2;
}
