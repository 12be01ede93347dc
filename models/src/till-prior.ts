import {
  addTouch,
  CHANNEL_FEATURES,
  PROFILE_SCHEMA,
  profileFeatures,
  profilePoint,
  type Touch,
  tallyCoordinates,
  type TouchTally,
} from "@sedge/features/profile";
import type { Codebook } from "@sedge/protocol";
import { readCsv } from "./csv.ts";
import { dataFile } from "./data-folder.ts";
import { codebookOf, type CodebookPlan } from "./point-codebook.ts";

const TILL = CHANNEL_FEATURES.filter(({ channel }) => channel === "shop-till");

/** Households are few: cells of 60 still leave a tree of two levels. */
export const TILL_PLAN: CodebookPlan = {
  featureSchema: PROFILE_SCHEMA,
  features: profileFeatures(TILL),
  shape: { branches: [5, 4], minWeight: 60 },
  clusters: 5,
  seed: 20_170_101,
};

/**
 * Baskets of each household of `completejourney`'s sample, as a till's touches; undefined without the data.
 *
 * @param until - Baskets from then on are left out, in seconds since 1970.
 */
export function householdTills(until = Infinity): ReadonlyMap<string, TouchTally> | undefined {
  const [transactions, products] = ["transactions_sample.csv.gz", "products.csv.gz"].map((name) =>
    dataFile("cross-channel", "completejourney", name),
  );
  if (!transactions || !products) return undefined;
  const departments = new Map(readCsv(products).map((row) => [row("product_id"), row("department")]));
  const baskets = new Map<string, { household: string; lines: Basket }>();
  for (const row of readCsv(transactions)) {
    const basket = baskets.get(row("basket_id")) ?? {
      household: row("household_id"),
      lines: { at: Number(row("transaction_timestamp")), amounts: new Map() },
    };
    const department = departments.get(row("product_id")) ?? "";
    const { amounts } = basket.lines;
    amounts.set(department, (amounts.get(department) ?? 0) + Number(row("sales_value")));
    baskets.set(row("basket_id"), basket);
  }
  const tallies = new Map<string, TouchTally>();
  for (const { household, lines } of baskets.values()) {
    if (lines.at >= until) continue;
    tallies.set(household, addTouch(tallies.get(household), touchOf(lines)));
  }
  return tallies;
}

interface Basket {
  readonly at: number;
  /** What was paid in each department. */
  readonly amounts: Map<string, number>;
}

/** A basket belongs to the department where most of it was paid. */
function touchOf({ at, amounts }: Basket): Touch {
  const [most] = [...amounts].toSorted(([, a], [, b]) => b - a);
  return {
    at,
    amount: [...amounts.values()].reduce((sum, amount) => sum + amount, 0),
    ...(most && { department: most[0] }),
  };
}

/** The codebook of a till's customers, in a space of that channel alone. */
export function buildTillPrior(tallies: Iterable<TouchTally>, plan: CodebookPlan = TILL_PLAN): Codebook {
  const points = Array.from(tallies, (tally) => ({
    point: profilePoint(TILL, { "shop-till": tallyCoordinates("shop-till", tally) }),
    weight: 1,
  }));
  return codebookOf(points, plan);
}
