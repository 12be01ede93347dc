import { seededRandom } from "@sedge/privacy/seeded-random";
import { figure } from "../../report/figure.ts";
import { textTable } from "../../report/text-table.ts";
import type { BenchPart } from "../../report/bench-part.ts";
import { hostileInfluence } from "./hostile-share.ts";
import { refusedForgeries } from "./refused-forgeries.ts";

const SHARES = [0.001, 0.01, 0.05, 0.1, 0.25];
const EACH = 100;
const QUICK_EACH = 10;

/** The effect of hostile devices: none if they break the rules, and limited by their ballots if they follow them. */
export async function hostilePart({ quick }: { readonly quick: boolean }): Promise<BenchPart> {
  const forgeries = await refusedForgeries(quick ? QUICK_EACH : EACH, seededRandom("hostile devices"));
  const influences = SHARES.map(hostileInfluence);
  const percent = (share: number) => `${figure(share * 100)} %`;
  return {
    title: "Hostile devices",
    lines: [
      textTable(
        ["forged vote", "sent", "refused"],
        forgeries.map(({ forgery, sent, refused }) => [forgery, figure(sent), figure(refused)]),
        ["left", "right", "right"],
      ),
      "",
      textTable(
        ["hostile", "devices", "people added", "at most", "cell's mean moves, radii", "at most", "honest people moved"],
        influences.map((one) => [
          percent(one.share),
          figure(one.devices),
          figure(one.people),
          figure(one.mostPeople),
          figure(one.shift),
          figure(one.mostShift),
          percent(one.moved),
        ]),
        ["right", "right", "right", "right", "right", "right", "right"],
      ),
      "all hostile devices vote for one of 16 cells, with the longest offset; 20,000 honest people",
    ],
    aims: [
      {
        name: "forged votes accepted",
        value: forgeries.reduce((sum, { sent, refused }) => sum + sent - refused, 0),
        most: 0,
        unit: "votes",
      },
      ...influences.map((one) => ({
        name: `${percent(one.share)} hostile: a cell's mean moves`,
        value: one.shift,
        most: one.mostShift,
        unit: "radii",
      })),
    ],
    json: { forgeries: forgeries.map((one) => ({ ...one })), influences: influences.map((one) => ({ ...one })) },
  };
}
