import { toBase64url } from "@sedge/privacy/base64url";
import { MAX_CHANGES_A_DAY } from "../device/check-statement.ts";
import type { Statement } from "../statement/statement.ts";
import type { SiteHistory } from "./site-history.ts";

/** Why an operator does not sign a site's next statement. */
export type SigningRefusal =
  /** About another site. */
  | "another-site"
  /** Not the number after the last. */
  | "number"
  /** Its history, or the size that it names, is not that of the site's last publication. */
  | "history"
  /** Issued more than five minutes from the operator's clock, or before the last. */
  | "issued"
  /** The fifth in a day. */
  | "changes-too-often";

const DAY_SECONDS = 86_400;
/** How far the other operator's clock may be off, in seconds. */
const MAX_SKEW_SECONDS = 300;

/**
 * What both operators check of every statement before they sign it, so that no device has to refuse it: each knows what
 * the site has published. What a statement says beside that, each compares with its own records.
 *
 * @param issued - When the site's last statements were issued, of a day at least: seconds since 1970.
 */
export function refusalToSign(
  statement: Statement,
  site: string,
  history: SiteHistory,
  issued: readonly number[],
  nowSeconds: number,
): SigningRefusal | undefined {
  if (statement.site !== site) return "another-site";
  if (statement.number !== history.number + 1) return "number";
  const isNext =
    statement.history === toBase64url(history.history) && statement.previousSize === (history.previous?.size ?? null);
  if (!isNext) return "history";
  const isLate = issued.some((at) => at > statement.issued);
  if (isLate || Math.abs(statement.issued - nowSeconds) > MAX_SKEW_SECONDS) return "issued";
  const dayBefore = issued.filter((at) => at > statement.issued - DAY_SECONDS);
  return dayBefore.length >= MAX_CHANGES_A_DAY ? "changes-too-often" : undefined;
}
