import { featureRecord } from "@sedge/features";
import { type ClickSession, prefixesOf } from "@sedge/models/clickstream";
import { pointOf } from "@sedge/models/codebook-prior";
import {
  type LiveRound,
  readyContribution,
  sendContribution,
  sideBySide,
} from "../../clustering/scale/live-devices.ts";

/** Concurrent devices: few, because browsers run at the same time. */
const LANES = 2;

/** Simulates one device without a browser per recorded visit, which draws a ballot and contributes the whole visit. */
export async function simulateContributions(live: LiveRound, visits: readonly ClickSession[]): Promise<void> {
  const { features } = live.round.measurement;
  await sideBySide(visits, LANES, async (visit) => {
    const whole = prefixesOf(visit).at(-1);
    if (!whole) throw new RangeError(`Visit ${visit.id} has no clicks.`);
    await sendContribution(live, await readyContribution(live, pointOf(features, featureRecord(whole))));
  });
}
