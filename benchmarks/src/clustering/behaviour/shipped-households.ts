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

/** The channels of which the data have something that Sedge's own features tell. */
export const SHIPPED_CHANNELS = CHANNEL_FEATURES.filter(
  ({ channel }) => channel === "shop-till" || channel === "email",
);

/**
 * What a connector at the till and one at the mailings would know of each household before the cut, by its id, in the features
 * that Sedge ships: baskets as a till's touches, campaigns as mails. The data do not say who opened a mail; a coupon of the
 * campaign that was used counts as its click. Undefined without the data.
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
