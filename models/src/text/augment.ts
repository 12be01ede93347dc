import { wordsOf } from "@sedge/features/text";
import type { Random } from "../random.ts";

const NEIGHBOURS: Readonly<Record<string, string>> = {
  a: "sqwz",
  b: "vgn",
  c: "xvd",
  d: "sfec",
  e: "wrd",
  f: "dgrv",
  g: "fhtb",
  h: "gjyn",
  i: "uok",
  j: "hkun",
  k: "jlim",
  l: "kop",
  m: "njk",
  n: "bmh",
  o: "ipl",
  p: "ol",
  q: "wa",
  r: "etf",
  s: "adwx",
  t: "ryg",
  u: "yij",
  v: "cbf",
  w: "qes",
  x: "zcs",
  y: "tuh",
  z: "xas",
};
const pick = (items: string, random: Random) => items.charAt(Math.floor(random() * items.length));

/** The text with a slip of the finger in one of its longer words: a letter left out, doubled, swapped or its neighbour. */
export function mistyped(text: string, random: Random): string {
  const long = wordsOf(text).filter(({ word }) => word.length > 3);
  const chosen = long[Math.floor(random() * long.length)];
  if (!chosen) return text;
  const place = 1 + Math.floor(random() * (chosen.word.length - 2));
  const { word } = chosen;
  const [before, letter, after] = [word.slice(0, place), word.charAt(place), word.slice(place + 1)];
  const kind = Math.floor(random() * 4);
  const neighbour = pick(NEIGHBOURS[letter.toLowerCase()] ?? letter, random);
  const typed = [
    before + after,
    before + letter + letter + after,
    `${before.slice(0, -1)}${letter}${before.slice(-1)}${after}`,
    before + neighbour + after,
  ][kind];
  return text.slice(0, chosen.start) + (typed ?? word) + text.slice(chosen.end);
}

/** The text without some of its words, each left out with this probability; at least one stays. */
export function thinned(text: string, dropout: number, random: Random): string {
  const words = wordsOf(text);
  const kept = words.filter(() => random() >= dropout);
  const left = kept.length > 0 ? kept : words.slice(0, 1);
  return left.map(({ word }) => word).join(" ");
}

/** The first part of one text and the last part of another, cut between words: in the set's own words, about neither. */
export function spliced(first: string, second: string, random: Random): string {
  const [head, tail] = [wordsOf(first), wordsOf(second)];
  const share = 0.3 + 0.4 * random();
  return [
    ...head.slice(0, Math.max(1, Math.round(head.length * share))),
    ...tail.slice(Math.min(tail.length - 1, Math.round(tail.length * share))),
  ]
    .map(({ word }) => word)
    .join(" ");
}
