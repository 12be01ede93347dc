import type { LearningFigures, PublishedClusters } from "./learning-figures.ts";

const ms = (value: number | null) => (value === null ? "–" : `${value.toFixed(0)} ms`);
const bytes = (value: number | null) => (value === null ? "–" : `${value} bytes`);

function clusters(published: PublishedClusters | null): string {
  if (!published) return "none";
  const people = Object.entries(published.people).map(([id, count]) => `${id} ${count}`);
  return `${people.length} of generation ${published.generation}: ${people.join("  ")}`;
}

/** What learning came to, for people. */
export function learningSummary(figures: LearningFigures): string[] {
  const { contributions, epsilon, delta, faults } = figures;
  const { sent, received, visits, crowd, counted, refused } = contributions;
  return [
    `  contributions     ${visits} visits, ${sent} sent, ${received} received; ${crowd} of devices without a browser`,
    `  counted by both   ${counted ?? "–"}, refused ${refused}`,
    `  a contribution    body p50 ${bytes(contributions.bodyBytesP50)}  p95 ${bytes(contributions.bodyBytesP95)}; answered after p50 ${ms(contributions.tookP50Ms)}  p95 ${ms(contributions.tookP95Ms)}`,
    `  privacy           ε ${epsilon.toFixed(4)} at δ ${delta}, if either operator's noise is taken away`,
    `  the round         ${figures.end}, ${figures.publishSeconds.toFixed(1)} s after it was closed`,
    `  clusters before   ${clusters(figures.before)}`,
    `  clusters after    ${clusters(figures.after)}`,
    `  pages moved on    opened afterwards: generation ${figures.newPageGeneration ?? "–"}; stayed open: generation ${figures.openPageGeneration ?? "–"}`,
    `  learning          ${faults.length === 0 ? "as promised: row 4 with its ε in each ledger, no share left at either operator" : "NOT as promised"}`,
    ...faults.slice(0, 12).map((fault) => `      ${fault}`),
  ];
}
