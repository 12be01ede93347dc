import { readFileSync } from "node:fs";
import { dataFile } from "../data-folder.ts";

/** Parts of GoEmotions as its authors cut it. `dev` chooses and calibrates; `test` is reported once. */
export type EmotionPart = "train" | "dev" | "test";

/** The three groupings of the labels: the 28 that were asked for, Ekman's six and neutral, and four of sentiment. */
export const GROUPINGS = ["original", "ekman", "group"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** A comment and the labels that it was given, by their names in each grouping. */
export interface EmotionComment {
  readonly text: string;
  readonly labels: Readonly<Record<Grouping, readonly string[]>>;
}

/** Names of a grouping's labels, in the data's order. Undefined without the data. */
export function labelNames(grouping: Grouping): string[] | undefined {
  const path = dataFile("emotion", "goemotions", grouping, "labels.txt");
  return path === undefined ? undefined : lines(path);
}

/** The comments of a part. Undefined without the data. */
export function emotionComments(part: EmotionPart): EmotionComment[] | undefined {
  const [original, ekman, group] = GROUPINGS.map((grouping) => labelled(grouping, part));
  if (!original || !ekman || !group) return undefined;
  return original.map(({ text, labels }, index) => ({
    text,
    labels: { original: labels, ekman: ekman[index]?.labels ?? [], group: group[index]?.labels ?? [] },
  }));
}

function labelled(grouping: Grouping, part: EmotionPart) {
  const path = dataFile("emotion", "goemotions", grouping, `${part}.tsv`);
  const names = labelNames(grouping);
  if (path === undefined || names === undefined) return undefined;
  return lines(path).map((line) => {
    const [text = "", numbers = ""] = line.split("\t");
    return { text, labels: numbers.split(",").map((number) => names[Number(number)] ?? "") };
  });
}

function lines(path: string): string[] {
  return readFileSync(path, "utf8").trimEnd().split(/\r?\n/);
}
