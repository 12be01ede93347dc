import type { ChannelDefinition } from "./channel-definition.ts";
import { breadthOf, counts, logScaled } from "./measure.ts";

/**
 * Receipts of a shop.
 *
 * | feature | 0 | 1 | rule |
 * |---|---|---|---|
 * | `visits` | none | 104 or more | ln(1 + n) / ln(105) |
 * | `spend` | nothing | 500 a visit or more | ln(1 + mean) / ln(501), in the till's currency |
 * | `breadth` | one department | evenly over very many | 1 - sum of squared shares |
 */
export const SHOP_TILL: ChannelDefinition = {
  role: "purchase",
  space: "shop-till",
  features: counts("visits", "spend", "breadth"),
  coordinates: ({ touches, paid, departments }) => [
    logScaled(touches, 104),
    logScaled(paid.touches === 0 ? 0 : paid.sum / paid.touches, 500),
    breadthOf(departments),
  ],
  words: {
    // 3, 9 and 22 visits.
    visits: [
      [0.3, "seldom in the shop"],
      [0.5, "in the shop at times"],
      [0.68, "often in the shop"],
      [Infinity, "very often in the shop"],
    ],
    // 10 and 50 a visit.
    spend: [
      [0.386, "small baskets"],
      [0.63, "middling baskets"],
      [Infinity, "large baskets"],
    ],
    breadth: [
      [0.35, "from one department"],
      [0.6, "from some departments"],
      [Infinity, "from all departments"],
    ],
  },
};
