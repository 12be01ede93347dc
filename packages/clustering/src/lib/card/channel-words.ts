import type { Channel } from "@sedge/protocol";

/** Words for a coordinate, from the lowest value up: the first whose limit is above the value. */
export type Scale = readonly (readonly [limit: number, words: string])[];
/** Scales by coordinate, in the order in which the coordinates make a name. */
export type Scales = Readonly<Record<string, Scale>>;

/** `depth` is ln(1 + n) / ln(41); the limits stand for 1.5, 3.5, 8, 16 product pages. */
const DEPTH: Scale = [
  [0.247, "one look"],
  [0.405, "a quick look"],
  [0.592, "a short visit"],
  [0.763, "a long visit"],
  [Infinity, "a very long visit"],
];
const BREADTH: Scale = [
  [0.12, "in one category"],
  [0.55, "in two categories"],
  [Infinity, "across the shop"],
];
const PAGING: Scale = [
  [0.2, "at the top of the lists"],
  [0.55, "some pages down the lists"],
  [Infinity, "far down the lists"],
];
const RETURN: Scale = [
  [0.12, ""],
  [Infinity, "coming back to items"],
];
const WANDERING: Scale = [
  [0.5, ""],
  [Infinity, "changing all the time"],
];
const SPREAD: Scale = [
  [0.25, "at one price level"],
  [0.6, "at similar prices"],
  [Infinity, "at all prices"],
];

/** A visit's coordinates in the order in which they make a name, and their words. */
export const VISIT_SCALES: Scales = {
  depth: DEPTH,
  breadth: BREADTH,
  paging: PAGING,
  return: RETURN,
  wandering: WANDERING,
  spread: SPREAD,
};

/** Contacts are ln(1 + n) / ln(21): the limits stand for 1.5 and 4.5 of them. */
function conversations(once: string, often: string): Scales {
  return {
    contacts: [
      [0.3, once],
      [0.56, `${often} at times`],
      [Infinity, `${often} often`],
    ],
    unresolved: [
      [0.5, ""],
      [Infinity, "unresolved"],
    ],
    displeased: [
      [0.4, ""],
      [Infinity, "displeased"],
    ],
  };
}

/** Words for what other channels tell of a person, by channel. Limits of counts are those of the rules in `CHANNEL_FEATURES`. */
export const CHANNEL_SCALES: Readonly<Partial<Record<Channel, Scales>>> = {
  web: VISIT_SCALES,
  email: {
    opened: [
      [0.15, "leaves mails unread"],
      [0.5, "opens some mails"],
      [Infinity, "opens mails"],
    ],
    clicked: [
      [0.15, ""],
      [Infinity, "follows their links"],
    ],
    received: [],
  },
  social: conversations("wrote once", "writes"),
  chat: conversations("chatted once", "chats"),
  "call-centre": conversations("called once", "calls"),
  "shop-till": {
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
  iot: {
    activity: [
      [0.4, "little used device"],
      [Infinity, "much used device"],
    ],
    faults: [
      [0.2, ""],
      [Infinity, "with faults"],
    ],
  },
};

/** The words of a value on its scale. */
export function wordsFor(scale: Scale, value: number): string {
  return scale.find(([limit]) => value < limit)?.[1] ?? "";
}
