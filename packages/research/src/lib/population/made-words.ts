/** A source of numbers from 0 to 1. */
export type Random = () => number;

/** The syllables of a culture's names. */
const SYLLABLES: readonly (readonly string[])[] = [
  "ba be bo da de do ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to va ve vo".split(" "),
  "stein berg mann hof wald bach schu krau wei mül grü hein fried lud wig ger hart".split(" "),
  "gar ci lo pez fer nan dez san mar tin rue da ro dri guez ji men az".split(" "),
  "li wei zhang chen xiu ying jun hao min fang qiang lei yan ping".split(" "),
];

const below = (random: Random, end: number): number => Math.floor(random() * end);

/** One of the items. */
export function oneOf<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[below(random, items.length)] ?? items[0];
}

/** A whole number from 0 to below `end`. */
export function numberBelow(random: Random, end: number): number {
  return below(random, end);
}

/** A rank from 0: the chance of rank r is proportional to 1 ÷ (r + 1), as of names and towns (Zipf's law). */
export function zipfRank(random: Random, ranks: number): number {
  return Math.min(ranks - 1, Math.floor(Math.exp(random() * Math.log(ranks + 1))) - 1);
}

/** `count` different words, shared out among the first `cultures` cultures. */
export function madeWords(random: Random, count: number, cultures = 1, syllables = 2): string[] {
  const made = new Set<string>();
  while (made.size < count) {
    const parts = SYLLABLES[made.size % Math.min(cultures, SYLLABLES.length)] ?? [];
    const length = syllables + below(random, 2);
    const word = Array.from({ length }, () => parts[below(random, parts.length)] ?? "").join("");
    made.add(word + (random() < 0.5 ? "" : "nslry".charAt(below(random, 5))));
  }
  return [...made];
}

/** What is heard alike, and written otherwise. */
const ALIKE: readonly (readonly [string, string])[] = [
  ["ck", "k"],
  ["k", "c"],
  ["c", "k"],
  ["ph", "f"],
  ["f", "ph"],
  ["v", "w"],
  ["ei", "ai"],
  ["y", "i"],
  ["s", "z"],
  ["z", "s"],
];

/** `text` with one mistake in typing: a letter replaced, left out, added, or swapped with its neighbour. */
export function typed(random: Random, text: string): string {
  const at = below(random, text.length);
  const letter = /\d/.test(text) ? String(below(random, 10)) : String.fromCharCode(97 + below(random, 26));
  const kind = below(random, 4);
  if (kind === 0) return text.slice(0, at) + letter + text.slice(at + 1);
  if (kind === 1 && text.length > 2) return text.slice(0, at) + text.slice(at + 1);
  if (kind === 2) return text.slice(0, at) + letter + text.slice(at);
  return text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2);
}

/** `text` as somebody else would spell it who only heard it; with a mistake in typing if nothing in it sounds like something else. */
export function misheard(random: Random, text: string): string {
  const fitting = ALIKE.filter(([one]) => text.includes(one));
  const [from, to] = fitting[below(random, fitting.length)] ?? ["", ""];
  return from === "" ? typed(random, text) : text.replace(from, to);
}
