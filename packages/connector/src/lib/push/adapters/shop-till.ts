import type { Adapter } from "./adapter.ts";

/** Receipts: one record per receipt. Line items are not read. Sample: samples/shop-till. */
export const SHOP_TILL: Adapter = {
  name: "shop-till",
  usual: {
    id: ["receipt id", "receipt", "receipt number", "sale id", "basket id", "order id"],
    time: ["sold at", "sale time", "paid at"],
    amount: [],
    refund: [],
    department: [],
  },
  words: {},
  isContact: true,
  readsDescriptions: false,
};
