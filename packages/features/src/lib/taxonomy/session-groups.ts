import type { TaxonomyGroup } from "./taxonomy-group.ts";

const DEVICE = { consent: "classify" } as const;
const NEXT_STEPS = {
  ...DEVICE,
  group: "session-intent",
  from: "model session-intent",
  use: "help or content that fits what the visitor is doing",
  range: "share of one, over all six intents",
  calibratedBy: "clickstream data, by what visitors did next",
} as const;

/** Codes for a session, from the visitor's actions. */
export const SESSION_GROUPS: readonly TaxonomyGroup[] = [
  {
    ...NEXT_STEPS,
    codes: {
      browse: "looks around: changes category within the next three product pages",
      research: "looks closely: the next product pages, up to three, stay in the category",
      compare: "goes back to a product seen before within the next three product pages",
      leave: "opens no further product page",
    },
  },
  {
    ...NEXT_STEPS,
    from: "model purchase-propensity",
    calibratedBy: "purchase data (validation part), where no rule speaks for support",
    codes: { buy: "will buy in this visit" },
  },
  { ...NEXT_STEPS, from: "rules of support-intent", calibratedBy: "rule", codes: { support: "wants help" } },
  {
    ...DEVICE,
    group: "abstention",
    from: "rules of abstention",
    use: "leave the page as written: a visit to no shop has no intent, no purchase, no depth and no cluster",
    range: "none",
    calibratedBy: "rule",
    codes: {
      "nothing-seen": "`too-early`: no page of the visit was seen",
      "few-pages": "`too-early`: fewer than 3 pages (8 with lists or searches), and no product, cart or checkout",
      "no-product": "`not-applicable`: as many pages or more, and no product, cart or checkout",
    },
  },
  {
    ...DEVICE,
    group: "support-reason",
    from: "rules of support-intent",
    use: "why `support` has its share",
    range: "strength, 0 to 1",
    calibratedBy: "rule",
    codes: {
      "contact-made": "turned to somebody (`contact`, `chat-start`, `callback-request`, or a chat text)",
      "support-page-open": "a help page is open",
      "support-pages": "help pages seen, from 2 on",
      friction: "the friction score, at three tenths",
    },
  },
  {
    ...DEVICE,
    group: "purchase",
    from: "model purchase-propensity",
    use: "what to show; never prices, terms or access",
    range: "probability, 0 to 1",
    calibratedBy: "purchase data (validation part)",
    codes: { purchase: "will buy in this visit" },
  },
  {
    ...DEVICE,
    group: "visit-depth",
    from: "model visit-depth",
    use: "how much to load or offer ahead",
    range: "probability, 0 to 1, each by itself",
    calibratedBy: "clickstream data (validation part)",
    codes: {
      "reach-3": "will see 3 product pages",
      "reach-9": "will see 9 product pages",
      "reach-15": "will see 15 product pages",
    },
  },
  {
    ...DEVICE,
    group: "friction",
    from: "rules of friction",
    use: "fix the page; offer help",
    range: "count, from the threshold on; the score is 0 to 1",
    calibratedBy: "rule",
    codes: {
      "rage-click": "three clicks on one spot within a second; threshold 1, weight .8",
      "dead-click": "a click on what looks active, and nothing for two seconds; threshold 2, weight .5",
      "error-loop": "an error within 2 s of a click, again within a minute of one before; threshold 2, weight .8",
      "repeated-search": "a search sent again with nothing opened in between; threshold 2, weight .6",
      "form-abandonment":
        "two fields or more filled on a checkout, account or help page, left unsent; threshold 1, weight .6",
      "back-and-forth":
        "back once more within 30 s to a page of a pair seen twice, not both products; threshold 2, weight .5",
      "frustrated-text": "a text with a frustration of .5 or more; threshold 1, weight .8",
    },
  },
  {
    ...DEVICE,
    group: "resolution",
    from: "rules of resolution",
    use: "follow up before the person has to come back",
    range: "0 to 1, higher: less likely solved",
    calibratedBy: "rule; the text's part is measured on satisfaction data, and not trained on it",
    codes: { unresolved: "this contact did not solve the matter" },
  },
  {
    ...DEVICE,
    group: "resolution-reason",
    from: "rules of resolution",
    use: "why `unresolved` is what it is",
    range: "strength, 0 to 1",
    calibratedBy: "rule",
    codes: {
      "help-sought": "help pages read before a contact; threshold 3, weight .3",
      "contact-after-help": "turned to somebody after help pages; threshold 1, weight .4",
      "contact-again": "turned to somebody more than once; threshold 2, weight .7",
      "search-after-contact": "searched after the contact; threshold 1, weight .7",
      "help-after-contact": "went back to help pages after the contact; threshold 1, weight .6",
      friction: "the friction score, at half",
      "unresolved-text": "the text model's own chance",
    },
  },
];
