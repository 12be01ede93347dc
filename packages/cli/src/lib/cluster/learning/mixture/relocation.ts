import { cloudsOf, type Mixture, type PlaneCounts } from "./mixture.ts";
import { missingCloud } from "./missing-cloud.ts";

/** Clouds that can be removed, tried in order of cost. */
const MOST_GONE = 3;
/** Widest clouds that can be split. */
const MOST_SPLIT = 3;
/** Different attempts at one mixture. */
export const ATTEMPTS = MOST_GONE * (1 + MOST_SPLIT);

/**
 * The mixture with one cloud relocated, as the start of another fit: the cloud leaves its people to its neighbour, and
 * moves to where people are missing or halves a wide cloud. `attempt`, from 0 to ATTEMPTS - 1, selects the cloud and
 * its target; undefined if there are too few clouds.
 */
export function relocated(
  data: PlaneCounts,
  mixture: Mixture,
  attempt: number,
  random: () => number,
): Mixture | undefined {
  const k = cloudsOf(mixture);
  const neighbours = Array.from({ length: k }, (_, j) => cheapestMerge(mixture, j));
  const gone = Array.from(neighbours.keys()).toSorted((a, b) => neighbours[a]!.cost - neighbours[b]!.cost)[
    attempt % MOST_GONE
  ];
  const near = gone === undefined ? undefined : neighbours[gone]?.near;
  if (gone === undefined || near === undefined) return undefined;
  const next = merged(mixture, gone, near);
  const action = Math.floor(attempt / MOST_GONE);
  if (action === 0) {
    const shared = sharedVariance(mixture);
    const place = missingCloud(data, next, shared);
    [next.x[gone], next.y[gone], next.variance[gone]] = [place.x, place.y, shared];
    next.people[gone] = Math.max(place.people, leastPeople(data, k));
    return next;
  }
  const wide = Array.from({ length: k }, (_, j) => j)
    .filter((j) => j !== gone && j !== near)
    .toSorted((a, b) => mixture.people[b]! * mixture.variance[b]! - mixture.people[a]! * mixture.variance[a]!)[
    action - 1
  ];
  if (wide === undefined) return undefined;
  const angle = random() * 2 * Math.PI;
  const deviation = Math.sqrt(mixture.variance[wide]!);
  const [dx, dy] = [deviation * Math.cos(angle), deviation * Math.sin(angle)];
  [next.x[gone], next.y[gone]] = [mixture.x[wide]! + dx, mixture.y[wide]! + dy];
  [next.x[wide], next.y[wide]] = [mixture.x[wide]! - dx, mixture.y[wide]! - dy];
  next.people[gone] = next.people[wide] = mixture.people[wide]! / 2;
  next.variance[gone] = next.variance[wide] = mixture.variance[wide]! / 2;
  return next;
}

/** Fewest people of a new cloud, so that the fit can move it. */
export function leastPeople({ people }: PlaneCounts, k: number): number {
  return people / (20 * k);
}

/** The least increase of the sum of squares when cloud `j` is merged with another, and that other. */
function cheapestMerge(
  { x, y, people }: Mixture,
  j: number,
): { readonly cost: number; readonly near: number | undefined } {
  let cost = Infinity;
  let near: number | undefined;
  for (let other = 0; other < x.length; other++) {
    if (other === j) continue;
    const apart = (x[j]! - x[other]!) ** 2 + (y[j]! - y[other]!) ** 2;
    const here = ((people[j]! * people[other]!) / (people[j]! + people[other]! + 1e-9)) * apart;
    if (here < cost) [cost, near] = [here, other];
  }
  return { cost, near };
}

function merged(mixture: Mixture, gone: number, near: number): Mixture {
  const next = {
    x: mixture.x.slice(),
    y: mixture.y.slice(),
    variance: mixture.variance.slice(),
    people: mixture.people.slice(),
  };
  const people = mixture.people[gone]! + mixture.people[near]!;
  const share = people > 0 ? mixture.people[gone]! / people : 0;
  const [dx, dy] = [mixture.x[gone]! - mixture.x[near]!, mixture.y[gone]! - mixture.y[near]!];
  next.x[near]! += share * dx;
  next.y[near]! += share * dy;
  next.variance[near]! += (share * (1 - share) * (dx ** 2 + dy ** 2)) / 2;
  next.people[near] = people;
  next.people[gone] = 0;
  return next;
}

function sharedVariance({ variance, people }: Mixture): number {
  const weight = people.reduce((sum, value) => sum + value, 0);
  return variance.reduce((sum, value, j) => sum + value * people[j]!, 0) / weight;
}
