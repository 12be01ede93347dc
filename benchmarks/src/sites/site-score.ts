import type { SiteFacts, SiteReading } from "../../../packages/client-sdk/test/site-pages.ts";

/** What is counted on a page. */
export const ASPECTS = ["kind", "product", "price", "steps"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** How many of a page's facts were recognised. */
export interface Recognised {
  readonly of: number;
  readonly right: number;
}

/** A page's score, and what was wrong on it. */
export interface SiteScore {
  readonly aspects: { readonly [aspect in Aspect]: Recognised };
  /** One sentence for each fact that was missed, and for each product, price or step that is not on the page. */
  readonly losses: readonly string[];
}

type Step = readonly [kind: string, item: string | null];

/** A fact that the page does not have counts for nothing. */
function fact<Value extends string | number>(
  name: string,
  expected: Value | undefined,
  read: Value | undefined,
  losses: string[],
): Recognised {
  if (expected === undefined) return { of: 0, right: 0 };
  if (expected !== read) losses.push(`${name}: ${read ?? "nothing"}, not ${expected}`);
  return { of: 1, right: expected === read ? 1 : 0 };
}

/** Steps of the markup's author that were reported, and the reported ones that are left. */
function pairSteps(expected: readonly Step[], read: readonly Step[]) {
  const rest = [...read];
  const missed: Step[] = [];
  for (const step of expected) {
    const at = rest.findIndex(([kind, item]) => kind === step[0] && (step[1] === null || item === step[1]));
    if (at < 0) missed.push(step);
    else rest.splice(at, 1);
  }
  return { missed, invented: rest };
}

/** Compares what was read of a page with what its author knows. A step without a product may report any. */
export function scoreSite(facts: SiteFacts, read: SiteReading): SiteScore {
  const losses: string[] = [];
  const isKind = read.kind === facts.kind || facts.alsoRight?.includes(read.kind) === true;
  if (!isKind) losses.push(`kind: ${read.kind}, not ${facts.kind}`);
  const product = fact("product", facts.item, read.item, losses);
  const price = fact("price", facts.price, read.price, losses);
  if (facts.kind !== "product") {
    if (read.item !== undefined) losses.push(`product: ${read.item}, where the page has none`);
    if (read.price !== undefined) losses.push(`price: ${read.price}, where the page has none`);
  }
  const expected = (facts.steps ?? []).map(([, kind, item]) => [kind, item] as const);
  const { missed, invented } = pairSteps(expected, read.steps);
  const named = ([kind, item]: Step) => (item === null ? kind : `${kind} of ${item}`);
  losses.push(...missed.map((step) => `step: no ${named(step)}`));
  losses.push(...invented.map((step) => `step: ${named(step)}, which the page does not have`));
  return {
    aspects: {
      kind: { of: 1, right: isKind ? 1 : 0 },
      product,
      price,
      steps: { of: expected.length, right: expected.length - missed.length },
    },
    losses,
  };
}

/** The sum of the pages' scores. */
export function totals(scores: readonly SiteScore[]): { readonly [aspect in Aspect]: Recognised } {
  const sum = (aspect: Aspect): Recognised => ({
    of: scores.reduce((total, { aspects }) => total + aspects[aspect].of, 0),
    right: scores.reduce((total, { aspects }) => total + aspects[aspect].right, 0),
  });
  return { kind: sum("kind"), product: sum("product"), price: sum("price"), steps: sum("steps") };
}
