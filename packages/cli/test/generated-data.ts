import { randomFrom } from "@sedge/models/random";
import { csvLine } from "@sedge/connector/rows";

type Pick = (words: readonly string[]) => string;

/** What callers of an imagined bicycle shop say, by label: a grammar, so that no sentence is anybody's. */
const GRAMMAR: Readonly<Record<string, (pick: Pick) => string>> = {
  refund: (pick) =>
    `${pick(["I want", "give me", "please send"])} my money ${pick(["back", "returned"])} for the ${pick(["bell", "wheel", "saddle", "lamp"])}`,
  track: (pick) =>
    `${pick(["where is", "how far is", "track"])} my ${pick(["bell", "wheel", "saddle", "lamp"])}${pick(["", ", please", ", it is late"])}`,
  hours: (pick) =>
    `${pick(["when are you open", "your hours", "do you open"])} ${pick(["on sunday", "tomorrow", "at night", "in may"])}`,
  oos: (pick) =>
    `${pick(["who wrote", "sing me", "how tall is", "tell me about"])} ${pick(["a song", "the tower", "rice", "the moon"])}`,
};

/** A CSV file of `count` sentences with their labels. */
export function generatedTexts(count: number, seed: number): string {
  const random = randomFrom(seed);
  const pick: Pick = (words) => words[Math.floor(random() * words.length)] ?? "";
  const lines = Array.from({ length: count }, (_, index) => {
    const label = Object.keys(GRAMMAR)[index % 4] ?? "";
    return csvLine([GRAMMAR[label]?.(pick) ?? "", label]);
  });
  return ["text,label", ...lines, ""].join("\n");
}

/** A CSV file of `count` contracts of an imagined bicycle club: numbers, a category, cells left empty, and who left. */
export function generatedRecords(count: number, seed: number): string {
  const random = randomFrom(seed);
  const lines = Array.from({ length: count }, () => {
    const [rides, years] = [Math.floor(random() * 30), Number((random() * 8).toFixed(1))];
    const plan = ["city", "tour", "race"][Math.floor(random() * 3)] ?? "";
    const score = 1.5 - 0.15 * rides - 0.2 * years + (plan === "race" ? 1.5 : 0);
    const left = random() < 1 / (1 + Math.exp(-2 * score)) ? "yes" : "no";
    return csvLine([String(rides), random() < 0.05 ? "" : String(years), plan, left]);
  });
  return ["rides,years,plan,left", ...lines, ""].join("\n");
}
