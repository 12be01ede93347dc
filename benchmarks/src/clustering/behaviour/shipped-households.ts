import {
  addTouch,
  CHANNEL_FEATURES,
  type KnownChannels,
  tallyCoordinates,
  type TouchTally,
} from "@sedge/features/profile";
import { readCsv } from "@sedge/models/csv";
import { dataFile } from "@sedge/models/data-folder";
import { householdTills } from "@sedge/models/till-prior";
import { CUT_DAY, SECONDS_A_DAY } from "./households.ts";

/** The channels whose data can be expressed in Sedge's own features. */
export const SHIPPED_CHANNELS = CHANNEL_FEATURES.filter(
  ({ channel }) => channel === "shop-till" || channel === "email",
);

/**
 * The features that connectors of the till and the mailings would have of each household before the cut-off, by its ID, in
 * Sedge's own features: baskets are the till's touches, and campaigns are mails. The data do not show who opened a mail; a
 * used coupon of the campaign counts as its click. Undefined without the data.
 */
export function shippedHouseholds(): ReadonlyMap<string, KnownChannels> | undefined {
  const tills = householdTills(CUT_DAY * SECONDS_A_DAY);
  const mails = householdMails();
  if (!tills || !mails) return undefined;
  return new Map(
    [...new Set([...tills.keys(), ...mails.keys()])].map((id) => {
      const [till, mail] = [tills.get(id), mails.get(id)];
      return [
        id,
        {
          ...(till && { "shop-till": tallyCoordinates("shop-till", till) }),
          ...(mail && { email: tallyCoordinates("email", mail) }),
        },
      ];
    }),
  );
}

function householdMails(): ReadonlyMap<string, TouchTally> | undefined {
  const [campaigns, descriptions, redemptions] = [
    "campaigns.csv",
    "campaign_descriptions.csv",
    "coupon_redemptions.csv",
  ].map((name) => dataFile("cross-channel", "completejourney", name));
  if (!campaigns || !descriptions || !redemptions) return undefined;
  const begun = new Map(readCsv(descriptions).map((row) => [row("campaign_id"), Number(row("start_date"))]));
  const used = new Set(
    [...readCsv(redemptions)]
      .filter((row) => Number(row("redemption_date")) < CUT_DAY)
      .map((row) => `${row("household_id")} ${row("campaign_id")}`),
  );
  const mails = new Map<string, TouchTally>();
  for (const row of readCsv(campaigns)) {
    const [id, campaign] = [row("household_id"), row("campaign_id")];
    const day = begun.get(campaign);
    if (day === undefined || day >= CUT_DAY) continue;
    const touch = { at: day * SECONDS_A_DAY, isClicked: used.has(`${id} ${campaign}`) };
    mails.set(id, addTouch(mails.get(id), touch));
  }
  return mails;
}
