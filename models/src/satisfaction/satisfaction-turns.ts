import { readFileSync } from "node:fs";
import type { Turn } from "@sedge/features/conversation";
import { dataFile } from "../data-folder.ts";

/** A visitor's turn with what went before it, and how content several readers thought its writer. */
export interface RatedTurn {
  /** The conversation up to and with this turn. */
  readonly turns: readonly Turn[];
  /** 1 to 5, one a reader. */
  readonly ratings: readonly number[];
}

/** The sets of user satisfaction (Sun et al. 2021) that are in English. For measuring only: they train nothing. */
export const SATISFACTION_SETS = ["MWOZ", "SGD"] as const;
export type SatisfactionSet = (typeof SATISFACTION_SETS)[number];

/** The rated turns of a set. Undefined without the data. */
export function ratedTurns(set: SatisfactionSet): RatedTurn[] | undefined {
  const path = dataFile("satisfaction", `${set}.txt`);
  if (path === undefined) return undefined;
  return readFileSync(path, "utf8")
    .split(/\r?\n\s*\r?\n/)
    .flatMap((conversation) => {
      const turns: Turn[] = [];
      return conversation.split(/\r?\n/).flatMap((line): RatedTurn[] => {
        const [who = "", text = "", , scores = ""] = line.split("\t");
        // The last line rates the conversation as a whole.
        if (text === "OVERALL" || (who !== "USER" && who !== "SYSTEM")) return [];
        turns.push({ speaker: who === "USER" ? "visitor" : "site", text });
        const ratings = scores
          .split(",")
          .map(Number)
          .filter((rating) => rating > 0);
        return who === "USER" && ratings.length > 0 ? [{ turns: [...turns], ratings }] : [];
      });
    });
}

/** Whether a turn's writer was dissatisfied: the mean rating is below 3. */
export function isDissatisfied({ ratings }: RatedTurn): boolean {
  return ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length < 3;
}

/** The same by a stricter reading: most readers gave 1 or 2. */
export function isClearlyDissatisfied({ ratings }: RatedTurn): boolean {
  return ratings.filter((rating) => rating < 3).length * 2 > ratings.length;
}
