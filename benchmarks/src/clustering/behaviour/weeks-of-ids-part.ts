import { refreshWeeks } from "@sedge/features";
import { NO_DATA } from "@sedge/models/data-folder";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { textTable } from "../../report/text-table.ts";
import type { BenchPart } from "../../report/bench-part.ts";
import { plusMinus } from "./mean-and-deviation.ts";
import {
  REFRESHES,
  SEEN_WEEKS,
  type SeenRow,
  SETTINGS,
  type UniquenessRow,
  type UniquenessSetting,
  weeksOfIds,
} from "./weeks-of-ids.ts";

const TITLE = "Twelve weeks of cluster IDs: share of people with a unique sequence, %";
/** Percentage of people, with the default settings. */
const MOST_UNIQUE = 1;

/** Part `weeks`: uniqueness of sequences by k, ε, population, clusters, and how long an ID is kept. */
export function weeksPart(options: { readonly quick: boolean }, note: (line: string) => void): Promise<BenchPart> {
  return Promise.resolve(measured(options, note));
}

function measured({ quick }: { readonly quick: boolean }, note: (line: string) => void): BenchPart {
  const measured = weeksOfIds(quick ? 1 : 10, note);
  if (!measured) return { title: TITLE, lines: [NO_DATA], aims: [], json: {} };
  const rows = measured.page;
  const isOf = (setting: UniquenessSetting, habit: UniquenessRow["habit"]) => (row: UniquenessRow | SeenRow) =>
    row.habit === habit &&
    row.people === setting.people &&
    row.minPeople === setting.minPeople &&
    row.epsilon === setting.epsilon &&
    row.clusters === setting.clusters;
  const rowsOf = (setting: UniquenessSetting, habit: UniquenessRow["habit"]) => rows.filter(isOf(setting, habit));
  const seenBy = (setting: UniquenessSetting, habit: UniquenessRow["habit"], channels: SeenRow["channels"]) =>
    measured.edge.filter(isOf(setting, habit)).filter((row) => row.channels === channels);
  const percent = ({ unique }: UniquenessRow | SeenRow) =>
    plusMinus({ mean: 100 * unique.mean, deviation: 100 * unique.deviation }, 2);
  return {
    title: TITLE,
    lines: [
      textTable(
        ["people", "k", "ε", "clusters", "habit", ...REFRESHES.map((weeks) => `${weeks} wk`), "held"],
        SETTINGS.flatMap((setting) =>
          (["any", "loyal"] as const).map((habit) => [
            String(setting.people),
            String(setting.minPeople),
            String(setting.epsilon),
            String(setting.clusters),
            habit,
            ...rowsOf(setting, habit).map(percent),
            `${defaultWeeks(setting)} wk`,
          ]),
        ),
        ["right", "right", "right", "right", "left", ...REFRESHES.map(() => "right" as const), "right"],
      ),
      "n wk: an ID is kept for n weeks; held: a device follows the default rule (refreshWeeks); habit: visits are",
      "random, or every other one is like the person's first; a generation every four weeks, a visit every week",
      "",
      "What the edge sees of a linked person: with the token, 100 % are unique, as it is theirs alone. Without it, by the",
      "codewords of so many weeks' visits, of the web alone and with one visit to the till a week:",
      textTable(
        ["people", "k", "ε", "clusters", "habit", "channels", ...SEEN_WEEKS.map((weeks) => `${weeks} wk`)],
        SETTINGS.flatMap((setting) =>
          (["any", "loyal"] as const).flatMap((habit) =>
            (["web", "both"] as const).map((channels) => [
              String(setting.people),
              String(setting.minPeople),
              String(setting.epsilon),
              String(setting.clusters),
              habit,
              channels === "web" ? "web" : "web, till",
              ...seenBy(setting, habit, channels).map(percent),
            ]),
          ),
        ),
        ["right", "right", "right", "right", "left", "left", ...SEEN_WEEKS.map(() => "right" as const)],
      ),
    ],
    aims: SETTINGS.map((setting) => {
      const held = defaultWeeks(setting);
      const shares = (["any", "loyal"] as const).flatMap((habit) =>
        rowsOf(setting, habit).filter(({ refreshWeeks: weeks }) => weeks === held),
      );
      return {
        name: `weeks, ${setting.people} people, k ${setting.minPeople}, ε ${setting.epsilon}, ${setting.clusters} clusters: unique as held`,
        value: 100 * Math.max(...shares.map(({ unique }) => unique.mean)),
        most: MOST_UNIQUE,
        unit: "%",
      };
    }),
    json: {
      rows: rows.map((row) => ({ ...row, epsilon: String(row.epsilon) })),
      seenByTheEdge: measured.edge.map((row) => ({ ...row, epsilon: String(row.epsilon) })),
    },
  };
}

/** The default rule for a codebook with this many people and clusters. */
function defaultWeeks({ people, clusters }: UniquenessSetting): number {
  const ids = Array.from({ length: clusters }, (_, i) => `c${i + 1}`);
  return refreshWeeks(
    v.parse(Codebook, {
      generation: 1,
      source: "round",
      featureSchema: "session.v1",
      features: ["depth"],
      cells: [{ path: "", centroid: [0], count: people, cluster: "c1", confidence: 1 }],
      clusters: ids.map((id) => ({ id, name: id, centroid: [0], count: 0 })),
    }),
  );
}
