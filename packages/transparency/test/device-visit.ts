import { checkStatement, type PagePins, type StatementPart, type StoredLog } from "../src/device.ts";
import { DAY, Operators, START, verifySignature } from "./operators.ts";

export const pins = new Operators().pins;

/** The device's answer: what it keeps, or why it refuses. */
export async function visit(part: StatementPart, stored?: StoredLog, nowSeconds = START + DAY, page: PagePins = pins) {
  const checked = await checkStatement(part, page, stored, { nowSeconds, verify: verifySignature });
  return "state" in checked ? checked.state : checked.refusal;
}

export async function accepted(
  part: StatementPart,
  stored?: StoredLog,
  nowSeconds = START + DAY,
  page: PagePins = pins,
) {
  const state = await visit(part, stored, nowSeconds, page);
  if (typeof state === "string") throw new Error(`refused: ${state}`);
  return state;
}

/** A log with other sites' entries between this one's. */
export async function twoStatements() {
  const operators = new Operators();
  operators.fill(5);
  const first = await operators.publish();
  operators.fill(3);
  const second = await operators.publish();
  return { operators, first, second };
}
