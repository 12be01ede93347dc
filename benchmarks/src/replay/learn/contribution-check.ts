import type { TappedRequest } from "@sedge/testbed";
import type { LedgerLine } from "../ledger-check.ts";
import { quantile } from "../quantile.ts";
import type { VisitLedger } from "../visit-report.ts";
import type { LearningFigures } from "./learning-figures.ts";

type Line = Pick<VisitLedger[number], keyof LedgerLine | "rows" | "purpose" | "microEpsilon">;

/** The promise's row for contributions. */
const SUMS = 4;
/** Allowed rounding difference between the page's and the edge's figure, in millionths of epsilon. */
const MOST_APART = 2;

/** Whether a request sends a vote to the edge. */
export const isContribution = ({ method, url }: Pick<Line, "method" | "url">) =>
  method === "POST" && url.endsWith("/contributions");

/** Problems with one visit's contribution in its ledger, as text; empty if it keeps the promise. */
export function ledgerFaults(ledger: readonly Line[], epsilon: number): string[] {
  const lines = ledger.filter(isContribution);
  const costs = lines.flatMap(({ microEpsilon }) => (microEpsilon > 0 ? [microEpsilon] : []));
  const [cost] = costs;
  return [
    ...(lines.some(({ status }) => status === 200) ? [] : ["no contribution was received"]),
    ...(lines.every(({ rows, purpose }) => rows.includes(SUMS) && purpose === "learn")
      ? []
      : ["a contribution is not in row 4 under learn"]),
    ...(new Set(lines.map(({ body }) => body)).size > 1 ? ["two different contributions"] : []),
    ...(costs.length > 1 ? ["paid more than once"] : []),
    ...(cost !== undefined && Math.abs(cost - epsilon * 1e6) <= MOST_APART
      ? []
      : [`the ledger has ${cost ?? 0} millionths of epsilon, the round costs ${Math.round(epsilon * 1e6)}`]),
    ...(ledger.some((line) => line.microEpsilon > 0 && !isContribution(line))
      ? ["a request other than a contribution spent epsilon"]
      : []),
  ];
}

/** Contributions on the network and in the ledgers. */
export function contributionFigures(
  ledgers: readonly (readonly Line[])[],
  reached: readonly Pick<TappedRequest, "method" | "url" | "status" | "body" | "tookMs">[],
): Omit<LearningFigures["contributions"], "simulatedDevices" | "counted" | "refused"> {
  const sent = reached.filter(isContribution);
  const sizes = sent.map(({ body }) => body.length);
  const times = sent.map(({ tookMs }) => tookMs);
  return {
    sent: sent.length,
    received: sent.filter(({ status }) => status === 200).length,
    visits: ledgers.filter((ledger) => ledger.some((line) => isContribution(line) && line.status === 200)).length,
    bodyBytesP50: quantile(sizes, 0.5),
    bodyBytesP95: quantile(sizes, 0.95),
    tookP50Ms: quantile(times, 0.5),
    tookP95Ms: quantile(times, 0.95),
  };
}
