import { readCsv } from "@sedge/models/csv";
import { dataFile } from "@sedge/models/data-folder";
import type { ChannelFeatures } from "@sedge/features/profile";
import type { Channel } from "@sedge/protocol";

/** A household of the supermarket data: each channel's data before the cut-off, and whether it used a coupon after it. */
export interface Household {
  readonly id: string;
  readonly known: Readonly<Partial<Record<Channel, readonly number[]>>>;
  readonly redeems: boolean;
}

/** The cut-off in days since 1970: the middle of the year, so that label and features do not overlap. */
export const CUT_DAY = 17_348;
export const SECONDS_A_DAY = 86_400;

/** ln(1 + x), scaled to 1 at `much`. */
const scaled = (x: number, much: number) => Math.min(1, Math.log1p(x) / Math.log1p(much));

/** The channels of the data: the till, campaign mailings, and the app in which coupons are used. */
export const HOUSEHOLD_CHANNELS: readonly ChannelFeatures[] = [
  {
    channel: "shop-till",
    features: [
      { name: "spend", absent: 0 },
      { name: "baskets", absent: 0 },
      { name: "departments", absent: 0 },
      { name: "ownBrands", absent: 0.3 },
      { name: "discounts", absent: 0.2 },
    ],
  },
  { channel: "email", features: ["large", "small", "special"].map((name) => ({ name, absent: 0 })) },
  { channel: "app", features: ["coupons", "campaigns"].map((name) => ({ name, absent: 0 })) },
];

/** Households of `completejourney`, ordered by ID; undefined without the data. */
export function households(): Household[] | undefined {
  const file = (name: string) => dataFile("cross-channel", "completejourney", name);
  const paths = [
    "transactions_sample.csv.gz",
    "products.csv.gz",
    "campaigns.csv",
    "campaign_descriptions.csv",
    "coupon_redemptions.csv",
  ].map(file);
  const [transactions, products, campaigns, descriptions, redemptions] = paths;
  if (!transactions || !products || !campaigns || !descriptions || !redemptions) return undefined;
  const productById = new Map(
    readCsv(products).map((row) => [
      row("product_id"),
      { department: row("department"), isOwn: row("brand") === "Private" },
    ]),
  );
  const begun = new Map(
    readCsv(descriptions).map((row) => [
      row("campaign_id"),
      { type: row("campaign_type"), day: Number(row("start_date")) },
    ]),
  );
  const tills = new Map<string, Till>();
  const mails = new Map<string, number[]>();
  const apps = new Map<string, { coupons: number; campaigns: Set<string> }>();
  const redeemers = new Set<string>();
  const ids = new Set<string>();
  for (const row of readCsv(transactions)) {
    ids.add(row("household_id"));
    if (Number(row("transaction_timestamp")) >= CUT_DAY * SECONDS_A_DAY) continue;
    const till = tills.get(row("household_id")) ?? {
      spend: 0,
      discount: 0,
      own: 0,
      items: 0,
      baskets: new Set(),
      departments: new Set(),
    };
    const product = productById.get(row("product_id"));
    till.spend += Number(row("sales_value"));
    till.discount += Number(row("retail_disc"));
    till.own += product?.isOwn ? 1 : 0;
    till.items += 1;
    till.baskets.add(row("basket_id"));
    till.departments.add(product?.department ?? "");
    tills.set(row("household_id"), till);
  }
  for (const row of readCsv(campaigns)) {
    ids.add(row("household_id"));
    const campaign = begun.get(row("campaign_id"));
    if (!campaign || campaign.day >= CUT_DAY) continue;
    const counts = mails.get(row("household_id")) ?? [0, 0, 0];
    counts["ABC".indexOf(campaign.type.slice(-1))]! += 1;
    mails.set(row("household_id"), counts);
  }
  for (const row of readCsv(redemptions)) {
    ids.add(row("household_id"));
    if (Number(row("redemption_date")) >= CUT_DAY) redeemers.add(row("household_id"));
    else {
      const app = apps.get(row("household_id")) ?? { coupons: 0, campaigns: new Set<string>() };
      app.coupons += 1;
      app.campaigns.add(row("campaign_id"));
      apps.set(row("household_id"), app);
    }
  }
  return [...ids]
    .toSorted((a, b) => Number(a) - Number(b))
    .map((id) => {
      const [till, mail, app] = [tills.get(id), mails.get(id), apps.get(id)];
      return {
        id,
        known: {
          ...(till && { "shop-till": tillPoint(till) }),
          ...(mail && { email: [scaled(mail[0]!, 3), scaled(mail[1]!, 5), scaled(mail[2]!, 3)] }),
          ...(app && { app: [scaled(app.coupons, 20), scaled(app.campaigns.size, 5)] }),
        },
        redeems: redeemers.has(id),
      };
    });
}

interface Till {
  spend: number;
  discount: number;
  own: number;
  items: number;
  readonly baskets: Set<string>;
  readonly departments: Set<string>;
}

function tillPoint({ spend, discount, own, items, baskets, departments }: Till): number[] {
  return [
    scaled(spend, 300),
    scaled(baskets.size, 50),
    scaled(departments.size, 15),
    own / items,
    discount / Math.max(0.01, spend + discount),
  ];
}
