import type { IntakeCounts } from "./intake-counts.ts";
import type { DeliveryCounts } from "./send/outbox-sender.ts";

const TITLES: Readonly<Record<keyof IntakeCounts, string>> = {
  accepted: "records accepted",
  repeated: "already counted",
  withoutConsent: "without consent, not used",
  outdatedConsent: "with consent to another policy version, not used",
  withdrawnSince: "of people who have withdrawn since, not used",
  withdrawals: "withdrawals",
  unidentified: "without a person",
  skipped: "skipped",
  unreadableIdentifiers: "invalid identifiers",
};

/** The results of a push as lines of text. `isDry`: nothing was sent. */
export function pushFigures(
  counts: IntakeCounts,
  { delivered, refused, waiting }: DeliveryCounts,
  isDry: boolean,
): string[] {
  const lines = Object.entries(TITLES).flatMap(([name, title]) => {
    const count = counts[name as keyof IntakeCounts];
    return count > 0 || name === "accepted" ? [`${count} ${title}`] : [];
  });
  const refusals = Object.entries(refused).map(([code, count]) => `${count} refused: ${code}`);
  return [
    lines.join("; "),
    [`${delivered} messages ${isDry ? "would be delivered" : "delivered"}`, ...refusals].join("; "),
    ...(waiting > 0 ? [`${waiting} messages are waiting for the next run`] : []),
  ];
}

/** The results as one line of JSON. */
export function pushJson(counts: IntakeCounts, { delivered, refused, waiting }: DeliveryCounts): string {
  return JSON.stringify({ ...counts, delivered, refused, waiting });
}
