import { readFileSync } from "node:fs";
import { clincDomains, clincParts } from "@sedge/models/clinc150";
import { dataFile } from "@sedge/models/data-folder";
import { OUT_OF_SCOPE, type TextRow } from "@sedge/models/text-plan";

/** A set of intents: rows to learn from, none of them out of scope, and rows to measure on, of which many are. */
export interface IntentSet {
  readonly train: readonly TextRow[];
  readonly test: readonly TextRow[];
}

export type IntentSetName = "travel" | "kitchen-and-home" | "banking";

const DOMAINS = { travel: ["travel"], "kitchen-and-home": ["kitchen_and_dining", "home"] };

const outside = (texts: readonly string[]): TextRow[] => texts.map((text) => ({ text, labels: [OUT_OF_SCOPE] }));

/** The first `most` rows of each label. */
function atMost(rows: readonly TextRow[], most: number): TextRow[] {
  const seen = new Map<string, number>();
  return rows.filter(({ labels }) => {
    const key = labels.join("|");
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return (seen.get(key) ?? 0) <= most;
  });
}

/** A set with at most so many training rows an intent; undefined without the data. */
export function intentSet(name: IntentSetName, rowsAnIntent: number): IntentSet | undefined {
  const set = name === "banking" ? bankingSet() : clincSet(DOMAINS[name]);
  return set && { ...set, train: atMost(set.train, rowsAnIntent) };
}

function clincSet(names: readonly string[]): IntentSet | undefined {
  const [clinc, domains] = [clincParts(), clincDomains()];
  if (!clinc || !domains) return undefined;
  const own = new Set(names.flatMap((name) => domains[name] ?? []));
  const rowsOf = (pairs: readonly (readonly [string, string])[]): TextRow[] =>
    pairs.flatMap(([text, label]) => (own.has(label) ? [{ text, labels: [label] }] : []));
  return {
    train: rowsOf(clinc.train),
    test: [...rowsOf(clinc.test), ...outside(clinc.oos_test.map(([text]) => text))],
  };
}

function bankingSet(): IntentSet | undefined {
  const linesOf = (...path: readonly string[]): string[] | undefined => {
    const file = dataFile("support-intent", "banking77_oos", ...path);
    return file === undefined ? undefined : readFileSync(file, "utf8").trimEnd().split("\n");
  };
  const rowsOf = (part: string): TextRow[] | undefined => {
    const [texts, labels] = [linesOf(part, "seq.in"), linesOf(part, "label")];
    return texts && labels && texts.map((text, index) => ({ text, labels: [labels[index] ?? ""] }));
  };
  const [train, test] = [rowsOf("train"), rowsOf("test")];
  const [near, far] = [linesOf("id-oos", "test", "seq.in"), linesOf("ood-oos", "test", "seq.in")];
  if (!train || !test || !near || !far) return undefined;
  return { train, test: [...test, ...outside([...near, ...far])] };
}
