import { MAX_CHANGES_A_DAY } from "../device/check-statement.ts";
import type { Statement } from "../statement/statement.ts";
import type { AuditFinding } from "./audit-finding.ts";

/** A site's last statement in a log. */
export interface SiteRecord {
  readonly statement: Statement;
  readonly leaf: Uint8Array;
  readonly index: number;
  /** When the last five were issued, this one included: seconds since 1970. */
  readonly recent: readonly number[];
}

const DAY_SECONDS = 86_400;

/**
 * What a statement breaks as the one after `last`.
 *
 * @param history - That it must have.
 */
export function refusalOfNext(
  next: SiteRecord,
  last: SiteRecord,
  history: string | undefined,
): AuditFinding | undefined {
  const { number, issued } = next.statement;
  if (number !== last.statement.number + 1) return "statement-number";
  if (next.statement.history !== history) return "statement-history";
  const dayBefore = next.recent.filter((at) => at > issued - DAY_SECONDS);
  const isTooMany = dayBefore.length > MAX_CHANGES_A_DAY || issued < last.statement.issued;
  return isTooMany ? "statement-changes-too-often" : undefined;
}
