/** A cluster's centre by coordinate name. */
export type Centre = Readonly<Record<string, number>>;

/** Words for a coordinate, from the lowest value up: the first whose limit is above the value. */
type Scale = readonly (readonly [limit: number, words: string])[];

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

/** Coordinates in the order in which they make a name, and their words. */
const SCALES = { depth: DEPTH, breadth: BREADTH, paging: PAGING, return: RETURN, wandering: WANDERING, spread: SPREAD };

function wordsFor(scale: Scale, value: number): string {
  return scale.find(([limit]) => value < limit)?.[1] ?? "";
}

/**
 * One name for each centre, in words of its coordinates: as few coordinates, in their fixed order, as it takes to tell
 * the centres apart, three at least. Throws RangeError if they cannot be told apart in words.
 */
export function clusterNames(centres: readonly Centre[]): string[] {
  const names = namesIn(centres, wordScales);
  if (new Set(names).size < names.length) throw new RangeError(`clusters of one name: ${names.toSorted().join(" | ")}`);
  return names;
}

/** Longest name of a cluster, in characters, as the codebook's schema has it. */
const MAX_NAME = 80;

/**
 * The same for centres of any features, which never fails: a feature without words of its own is said to be low or high
 * where it is so beside the mean of the centres; names that stay alike, or are too long, end in a number.
 */
export function anyClusterNames(centres: readonly Centre[]): string[] {
  const features = Object.keys(centres[0] ?? {});
  const hasWords = features.some((name) => Object.hasOwn(SCALES, name));
  const names = namesIn(centres, hasWords ? wordScales : relativeScales(centres, features));
  return names.map((name, index) => {
    const twins = names.flatMap((other, at) => (other === name ? [at] : []));
    const ending = twins.length > 1 ? ` (${twins.indexOf(index) + 1})` : "";
    const told = name.length + ending.length > MAX_NAME ? name.slice(0, MAX_NAME - ending.length) : name;
    return `${told || "like most"}${ending}`;
  });
}

/** What each coordinate of a centre says, in the order in which they make a name. */
type Phrases = (centre: Centre) => string[];

const wordScales: Phrases = (centre) =>
  Object.entries(SCALES).map(([name, scale]) => wordsFor(scale, centre[name] ?? 0));

/** Features in the order in which the centres differ in them, each low, high or, near the mean, not named. */
function relativeScales(centres: readonly Centre[], features: readonly string[]): Phrases {
  const scales = features
    .map((name) => {
      const values = centres.map((centre) => centre[name] ?? 0);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
      return { name, mean, deviation, words };
    })
    .toSorted((a, b) => b.deviation - a.deviation);
  return (centre) =>
    scales.map(({ name, mean, deviation, words }) => {
      const from = (centre[name] ?? 0) - mean;
      return Math.abs(from) <= deviation / 2 ? "" : `${from > 0 ? "high" : "low"} ${words}`;
    });
}

function namesIn(centres: readonly Centre[], phrasesOf: Phrases): string[] {
  const phrases = centres.map(phrasesOf);
  return phrases.map((words, index) => {
    for (let length = 3; length <= words.length; length += 1) {
      const name = words.slice(0, length).join(" ");
      const others = phrases.filter((_, other) => other !== index).map((other) => other.slice(0, length).join(" "));
      if (!others.includes(name)) return words.slice(0, length).filter(Boolean).join(", ");
    }
    return words.filter(Boolean).join(", ");
  });
}
