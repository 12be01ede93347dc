import { featureRecord } from "@sedge/features";
import { type ClickSession, prefixesOf } from "@sedge/models/clickstream";
import { pointOf } from "@sedge/models/codebook-prior";
import {
  type LiveRound,
  readyContribution,
  sendContribution,
  sideBySide,
} from "../../clustering/scale/live-devices.ts";

/** Devices at a time: few, as browsers play beside them. */
const LANES = 2;

/** One device without a browser for each recorded visit: it draws a ballot and contributes the whole visit. */
export async function crowdContributes(live: LiveRound, visits: readonly ClickSession[]): Promise<void> {
  const { features } = live.round.measurement;
  await sideBySide(visits, LANES, async (visit) => {
    const whole = prefixesOf(visit).at(-1);
    if (!whole) throw new RangeError(`Visit ${visit.id} has no click.`);
    await sendContribution(live, await readyContribution(live, pointOf(features, featureRecord(whole))));
  });
}
