import { readFileSync } from "node:fs";
import { codewordOf, FEATURE_NAMES, FEATURE_SCHEMA, featureRecord } from "@sedge/features";
import { expect, test } from "vitest";
import { prefixesOf } from "./clickstream.ts";
import { buildCodebook, PLAN } from "./codebook-prior.ts";
import { codebookFigures } from "./codebook-figures.ts";
import { NO_DATA } from "./data-folder.ts";
import { artefact, readCodebook } from "./model-folder.ts";
import { randomFrom } from "./random.ts";
import { clickSessions } from "./shipped-models.ts";

const codebook = readCodebook();
const childrenOf = (parent: string) =>
  codebook.cells.filter(({ path }) => path !== "" && path.slice(0, Math.max(0, path.lastIndexOf("."))) === parent);

test("the shipped codebook is this schema's prior, with named clusters", () => {
  expect(codebook).toMatchObject({ generation: 0, source: "prior", featureSchema: FEATURE_SCHEMA });
  for (const name of codebook.features) expect(FEATURE_NAMES).toContain(name);
  expect(codebook.clusters.length).toBeGreaterThanOrEqual(6);
  expect(codebook.clusters.length).toBeLessThanOrEqual(12);
  expect(new Set(codebook.clusters.map(({ name }) => name)).size).toBe(codebook.clusters.length);
});

test("people are counted once: children add up to their parent, no leaf has fewer than 100", () => {
  for (const cell of codebook.cells) {
    const children = childrenOf(cell.path);
    if (children.length === 0) expect(cell.count).toBeGreaterThanOrEqual(100);
    else expect(children.reduce((sum, { count }) => sum + count, 0)).toBe(cell.count);
  }
});

test("a cell's confidence is the share of its leaves' people in its cluster", () => {
  for (const cell of codebook.cells) {
    const leaves = codebook.cells.filter(
      ({ path }) =>
        childrenOf(path).length === 0 && (path === cell.path || cell.path === "" || path.startsWith(`${cell.path}.`)),
    );
    const members = leaves.filter(({ cluster }) => cluster === cell.cluster).reduce((sum, { count }) => sum + count, 0);
    expect(cell.confidence).toBeCloseTo(members / cell.count, 4);
  }
});

/** Visits drawn at random: `clicks` product pages in one of two styles. */
function drawnVisits(count: number) {
  const random = randomFrom(7);
  return Array.from({ length: count }, (_, index) => {
    const wide = index % 2 === 0;
    const clicks = Array.from({ length: 1 + Math.floor(random() * (wide ? 20 : 3)) }, () => ({
      category: wide ? Math.floor(random() * 4) : 1,
      item: Math.floor(random() * 200),
      price: 10 + random() * 60,
      priceAboveMean: false,
      listPage: 1 + Math.floor(random() * (wide ? 5 : 1)),
    }));
    return { id: `${index}`, month: 4, day: 1, clicks };
  });
}

test("a codebook is the same from the same visits, and sends them to the cells that they made", () => {
  const visits = drawnVisits(1_000);
  const plan = { ...PLAN, clusters: 3, shape: { branches: [4, 3], minWeight: 50 } };
  const built = buildCodebook(visits, plan);
  expect(buildCodebook(visits, plan)).toEqual(built);
  const paths = visits.flatMap((visit) => {
    const whole = prefixesOf(visit).at(-1);
    return whole ? [codewordOf(built, featureRecord(whole), 1).path] : [];
  });
  // Leaves are counted by nearness where they lie, so only ties and the rounding of centroids move a visit.
  for (const { path, count } of built.cells) {
    const found = paths.filter((own) => own === path || path === "" || own.startsWith(`${path}.`)).length;
    expect(Math.abs(found - count), path).toBeLessThanOrEqual(count * 0.01);
  }
});

test("the card's figures are what July gives", (context) => {
  const sessions = clickSessions();
  if (!sessions) return context.skip(NO_DATA);
  const [known, unseen] = [sessions.filter(({ month }) => month < 7), sessions.filter(({ month }) => month === 7)];
  const figures = codebookFigures(codebook, PLAN, known, unseen);
  const card = readFileSync(artefact("codebook-prior", "MODEL_CARD.md"), "utf8");
  const stated = (clicks: number) =>
    Number(
      card
        .split("\n")
        .find((line) => line.startsWith(`| bits that the cluster after ${clicks} clicks`))
        ?.split("|")[2],
    );
  for (const { clicks, codebook: bits } of figures.information) {
    expect(Math.abs(bits - stated(clicks)), `${clicks} clicks`).toBeLessThan(0.005);
  }
  expect(figures.spreadDistance).toBeLessThan(0.1);
});
