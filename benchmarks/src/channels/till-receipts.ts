import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { seededRandom } from "@sedge/testbed";

/** The total of a customer's receipts. */
export interface CustomerSum {
  readonly receipts: number;
  /** In hundredths of the till's currency. */
  readonly paid: number;
}

const DEPARTMENTS = ["grocery", "bakery", "garden", "household", "electronics", "toys", "clothes", "pharmacy"];
/** 30 seconds between receipts: a million receipts are about a year. */
const SECONDS_APART = 30;
const FIRST_AT = Date.UTC(2025, 10, 1) / 1_000;
const LINES_AT_ONCE = 5_000;

/**
 * Writes a till's CSV with this many receipts and customers, the same for a seed: a few customers come often, most rarely.
 * Resolves to the total of each customer's receipts, by loyalty number.
 */
export async function writeReceipts(
  file: string,
  receipts: number,
  customers: number,
  seed: number,
): Promise<Map<string, CustomerSum>> {
  const random = seededRandom(seed);
  const sums = new Map<string, CustomerSum>();
  const lines = function* (): Generator<string> {
    yield "receipt_id,sold_at,loyalty_number,total,department,consent\n";
    for (let start = 0; start < receipts; start += LINES_AT_ONCE) {
      const some: string[] = [];
      for (let index = start; index < Math.min(receipts, start + LINES_AT_ONCE); index++) {
        // Every customer comes once. After that, smaller numbers come more often.
        const who = index < customers ? index : Math.floor(random() ** 2 * customers);
        const loyalty = `L-${500_000 + who}`;
        const paid = 50 + Math.floor(random() ** 3 * 20_000);
        const before = sums.get(loyalty) ?? { receipts: 0, paid: 0 };
        sums.set(loyalty, { receipts: before.receipts + 1, paid: before.paid + paid });
        const at = new Date((FIRST_AT + index * SECONDS_APART) * 1_000).toISOString();
        const department = DEPARTMENTS[Math.floor(random() * DEPARTMENTS.length)] ?? "";
        some.push(`R-${index},${at},${loyalty},${(paid / 100).toFixed(2)},${department},yes\n`);
      }
      yield some.join("");
    }
  };
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return sums;
}
