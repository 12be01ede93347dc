import type { ChannelDefinition } from "./channel-definition.ts";
import { counts } from "./measure.ts";

/** Visits of the site. `depth` … `spread` are the `coordinates` of a visit. */
export const WEB: ChannelDefinition = {
  role: "visit",
  space: "web",
  features: counts("depth", "breadth", "wandering", "return", "paging", "spread"),
  coordinates: null,
  words: {
    // `depth` is ln(1 + n) / ln(41); the limits correspond to 1.5, 3.5, 8, 16 product pages.
    depth: [
      [0.247, "one look"],
      [0.405, "a quick look"],
      [0.592, "a short visit"],
      [0.763, "a long visit"],
      [Infinity, "a very long visit"],
    ],
    breadth: [
      [0.12, "in one category"],
      [0.55, "in two categories"],
      [Infinity, "across the shop"],
    ],
    paging: [
      [0.2, "at the top of the lists"],
      [0.55, "some pages down the lists"],
      [Infinity, "far down the lists"],
    ],
    return: [
      [0.12, ""],
      [Infinity, "coming back to items"],
    ],
    wandering: [
      [0.5, ""],
      [Infinity, "changing all the time"],
    ],
    spread: [
      [0.25, "at one price level"],
      [0.6, "at similar prices"],
      [Infinity, "at all prices"],
    ],
  },
};
