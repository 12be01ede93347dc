import type { LearningFigures, PublishedClusters } from "./learning-figures.ts";

const ms = (value: number | null) => (value === null ? "–" : `${value.toFixed(0)} ms`);
const bytes = (value: number | null) => (value === null ? "–" : `${value} bytes`);

function clusters(published: PublishedClusters | null): string {
  if (!published) return "none";
  const people = Object.entries(published.people).map(([id, count]) => `${id} ${count}`);
  return `${people.length} of generation ${published.generation}: ${people.join("  ")}`;
}

/** The results of learning, as text. */
export function learningSummary(figures: LearningFigures): string[] {
  const { contributions, epsilon, delta, faults } = figures;
  const { sent, received, visits, simulatedDevices, counted, refused } = contributions;
  return [
    `  contributions     ${visits} visits, ${sent} sent, ${received} received; ${simulatedDevices} of devices without a browser`,
    `  counted by both   ${counted ?? "–"}, refused ${refused}`,
    `  a contribution    body p50 ${bytes(contributions.bodyBytesP50)}  p95 ${bytes(contributions.bodyBytesP95)}; answered after p50 ${ms(contributions.tookP50Ms)}  p95 ${ms(contributions.tookP95Ms)}`,
    `  privacy           ε ${epsilon.toFixed(4)} at δ ${delta}, against either operator`,
    `  the round         ${figures.end}, ${figures.publishSeconds.toFixed(1)} s after it was closed`,
    `  clusters before   ${clusters(figures.before)}`,
    `  clusters after    ${clusters(figures.after)}`,
    `  pages moved on    new page: generation ${figures.newPageGeneration ?? "–"}; open page: generation ${figures.openPageGeneration ?? "–"}`,
    `  learning          ${faults.length === 0 ? "keeps the promise: row 4 with its ε in each ledger, no share left at either operator" : "BREAKS the promise"}`,
    ...faults.slice(0, 12).map((fault) => `      ${fault}`),
  ];
}
