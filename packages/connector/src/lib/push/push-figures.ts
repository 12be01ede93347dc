import type { IntakeCounts } from "./intake-counts.ts";
import type { DeliveryCounts } from "./send/courier.ts";

const TITLES: Readonly<Record<keyof IntakeCounts, string>> = {
  taken: "records taken",
  repeated: "counted before",
  withoutConsent: "without consent, not used",
  outdatedConsent: "with consent to another text, not used",
  withdrawnSince: "of people who have withdrawn since, not used",
  withdrawals: "withdrawals",
  nobodys: "that say nothing of whose they are",
  skipped: "left out",
  unreadableIdentifiers: "identifiers that are none",
};

/** What a push came to, for people. `isDry`: what it would have. */
export function pushFigures(
  counts: IntakeCounts,
  { delivered, refused, waiting }: DeliveryCounts,
  isDry: boolean,
): string[] {
  const lines = Object.entries(TITLES).flatMap(([name, title]) => {
    const count = counts[name as keyof IntakeCounts];
    return count > 0 || name === "taken" ? [`${count} ${title}`] : [];
  });
  const refusals = Object.entries(refused).map(([code, count]) => `${count} refused: ${code}`);
  return [
    lines.join("; "),
    [`${delivered} messages ${isDry ? "would be delivered" : "delivered"}`, ...refusals].join("; "),
    ...(waiting > 0 ? [`${waiting} messages wait for the next run`] : []),
  ];
}

/** The same for a program, in one line. */
export function pushJson(counts: IntakeCounts, { delivered, refused, waiting }: DeliveryCounts): string {
  return JSON.stringify({ ...counts, delivered, refused, waiting });
}
