import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NO_DATA } from "../data-folder.ts";
import { artefact, readClusterIntents, readCodebook } from "../model-folder.ts";
import { clickSessions } from "../shipped-models.ts";
import { clusterIntentFigures } from "./cluster-intents.ts";

const sessions = clickSessions();
const card = readFileSync(artefact("cluster-intents", "MODEL_CARD.md"), "utf8");

test.skipIf(!sessions)(
  `the card's figures are what July gives${sessions ? "" : ` (${NO_DATA})`}`,
  { timeout: 300_000 },
  () => {
    const centroids = readCodebook().clusters.map(({ centroid }) => centroid);
    const july = (sessions ?? []).filter(({ month }) => month === 7);
    const { error, withoutModel, fewest } = clusterIntentFigures(readClusterIntents(), centroids, july);
    expect(card).toContain(`| ${error.toFixed(3)} | ${withoutModel.toFixed(3)} |`);
    expect(error).toBeLessThan(withoutModel / 2);
    expect(fewest).toBeGreaterThan(300);
  },
);
