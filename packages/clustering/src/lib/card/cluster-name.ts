import {
  CHANNEL_DEFINITIONS,
  channelsIn,
  type ChannelFeatures,
  PRESENCE,
  PROFILE_SCHEMA,
  profileFeatures,
  type Scale,
  type Scales,
} from "@sedge/features/profile";
import { square } from "../arithmetic/portable.ts";

/** Words of a visit's coordinates. */
const VISIT_SCALES = CHANNEL_DEFINITIONS.web.words;

/** The words of a value on its scale. */
function wordsFor(scale: Scale, value: number): string {
  return scale.find(([limit]) => value < limit)?.[1] ?? "";
}

/** A cluster's centre by coordinate name. */
export type Centre = Readonly<Record<string, number>>;

/**
 * One name for each centre, in words of its coordinates: as few coordinates, in their fixed order, as it takes to
 * distinguish the centres, three at least. Throws RangeError if two have the same words.
 */
export function clusterNames(centres: readonly Centre[]): string[] {
  const names = namesIn(centres, phrasesFor(centres, Object.keys(centres[0] ?? {})));
  if (new Set(names).size < names.length) throw new RangeError(`clusters of one name: ${names.toSorted().join(" | ")}`);
  return names;
}

/** Longest name of a cluster, in characters, as the codebook's schema has it. */
const MAX_NAME = 80;

/**
 * The same for centres of any features, which never fails: a feature without words of its own is called low or high
 * where it is so beside the mean of the centres; names that stay alike, or are too long, end in a number.
 */
export function anyClusterNames(centres: readonly Centre[]): string[] {
  const features = Object.keys(centres[0] ?? {});
  const names = namesIn(centres, phrasesFor(centres, features));
  return names.map((name, index) => {
    const twins = names.flatMap((other, at) => (other === name ? [at] : []));
    const ending = twins.length > 1 ? ` (${twins.indexOf(index) + 1})` : "";
    const cut = name.length + ending.length > MAX_NAME ? name.slice(0, MAX_NAME - ending.length) : name;
    return `${cut || "like most"}${ending}`;
  });
}

/** What each coordinate of a centre says, in the order in which they make a name. */
type Phrases = (centre: Centre) => string[];

function phrasesFor(centres: readonly Centre[], features: string[]): Phrases {
  const channels = channelsIn({ featureSchema: PROFILE_SCHEMA, features });
  if (channels) return (centre) => inTurns(channels.map((one) => channelPhrases(one, centre)));
  const hasWords = features.some((name) => Object.hasOwn(VISIT_SCALES, name));
  return hasWords ? (centre) => phrasesOn(VISIT_SCALES, centre) : relativeScales(centres, features);
}

function phrasesOn(scales: Scales, centre: Centre): string[] {
  return Object.entries(scales).map(([name, scale]) => wordsFor(scale, centre[name] ?? 0));
}

/** The first of each list, then the second of each: every channel has a say before any says more. */
function inTurns(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat();
}

/** What a channel says of the people of a cluster, where it has met most of them. */
function channelPhrases(channel: ChannelFeatures, centre: Centre): string[] {
  const [flag = "", ...names] = profileFeatures([channel]);
  if ((centre[flag] ?? 0) < PRESENCE / 2) return [];
  const own = Object.fromEntries(channel.features.map(({ name }, i) => [name, centre[names[i] ?? ""] ?? 0]));
  return phrasesOn(CHANNEL_DEFINITIONS[channel.channel].words, own);
}

/** Features in the order in which the centres differ in them, each low, high or, near the mean, not named. */
function relativeScales(centres: readonly Centre[], features: readonly string[]): Phrases {
  const scales = features
    .map((name) => {
      const values = centres.map((centre) => centre[name] ?? 0);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + square(value - mean), 0) / values.length);
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
