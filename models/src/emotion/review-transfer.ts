import { readFileSync } from "node:fs";
import { auc } from "../auc.ts";
import { dataFile } from "../data-folder.ts";
import { readText } from "../text/text-artefacts.ts";
import { emotionProbabilities } from "./emotion-figures.ts";

/** Reviews of products, films and restaurants, sentence by sentence (Kotzias et al. 2015). Here they train nothing. */
export const REVIEW_SETS = ["amazon_cells", "imdb", "yelp"] as const;
export type ReviewSet = (typeof REVIEW_SETS)[number];

/**
 * How well the sentiment model separates praise from blame in a set: AUC of the positive minus the negative
 * probability, 0 to 1. Undefined without the data.
 */
export function reviewTransfer(set: ReviewSet): number | undefined {
  const path = dataFile("emotion", "uci_sentences", `${set}_labelled.txt`);
  if (path === undefined) return undefined;
  const rows = readFileSync(path, "utf8")
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => {
      const at = line.lastIndexOf("\t");
      return { text: line.slice(0, at), isPraise: line.slice(at + 1).trim() === "1" };
    });
  const model = readText("sentiment");
  const place = (code: string) => model.manifest.classes.findIndex((named) => named.code === code);
  const [positive, negative] = [place("positive"), place("negative")];
  return auc(
    emotionProbabilities(model, rows).map((row) => (row[positive] ?? 0) - (row[negative] ?? 0)),
    rows.map(({ isPraise }) => isPraise),
  );
}
