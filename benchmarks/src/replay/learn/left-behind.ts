import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Operators } from "@sedge/testbed";
import { type StoredRow, storedRows } from "@sedge/testbed/stored-rows";
import { Contribution } from "@sedge/protocol";
import * as v from "valibot";

/** The objects with reports, shares or sums without noise during a round. They must be empty afterwards. */
const OF_THE_ROUND = /(?:ReportShard|BatchShard)/;
/** The table with a round's secret and noised share while the round runs. */
const HELD = "held";
/** Length of a share's unique prefix. */
const ENOUGH = 40;

/** Unique parts of a contribution. Finding one in storage or a log means that the contribution is still there. */
export function marksOf(body: string): string[] {
  const { nonce, ballot, publicShare, edgeShare, sealedShare } = v.parse(Contribution, JSON.parse(body));
  const shares = [publicShare, edgeShare, sealedShare].map((share) => share.slice(0, ENOUGH));
  return [nonce, ballot.nonce, ballot.output, ...shares];
}

/** Data of an ended round that an operator still stores, as text. `marks`: see {@link marksOf}. */
export function leftBehind(name: string, rows: readonly StoredRow[], log: string, marks: readonly string[]): string[] {
  const faults = new Set<string>();
  for (const { file, table, row } of rows) {
    if (OF_THE_ROUND.test(file)) faults.add(`${name} still stores rows of ${table} in an object of the round`);
    if (table === HELD) faults.add(`${name} still stores the round's secret or noised share`);
    const text = JSON.stringify(row);
    if (marks.some((mark) => text.includes(mark))) faults.add(`${name} stores a part of a contribution in ${table}`);
  }
  if (marks.some((mark) => log.includes(mark))) faults.add(`${name} has logged a part of a contribution`);
  return [...faults];
}

/** The same for both operators' current files and logs. `bodies`: the sent contributions. */
export function leftAtOperators({ edge, aggregator }: Operators, bodies: readonly string[]): string[] {
  const marks = [...new Set(bodies.flatMap(marksOf))];
  return [
    { name: "the edge", operator: edge },
    { name: "the aggregator", operator: aggregator },
  ].flatMap(({ name, operator }) => {
    const rows = storedRows(operator);
    if (!rows.some(({ table }) => table === "rounds")) return [`${name}'s storage could not be read`];
    return leftBehind(name, rows, readFileSync(join(operator.folder, "log.txt"), "utf8"), marks);
  });
}
