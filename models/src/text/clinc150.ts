import { readFileSync } from "node:fs";
import * as v from "valibot";
import { dataFile } from "../data-folder.ts";

const Pairs = v.array(v.tuple([v.string(), v.string()]));
const Clinc = v.object({
  train: Pairs,
  val: Pairs,
  test: Pairs,
  oos_train: Pairs,
  oos_val: Pairs,
  oos_test: Pairs,
});
type Clinc = v.InferOutput<typeof Clinc>;

/** CLINC150 (Larson et al. 2019), as texts with their intents by part; undefined without the data. */
export function clincParts(): Clinc | undefined {
  const path = dataFile("support-intent", "clinc150", "data_full.json");
  return path === undefined ? undefined : v.parse(Clinc, JSON.parse(readFileSync(path, "utf8")));
}

/** Intents of CLINC150 by domain, such as `banking`; undefined without the data. */
export function clincDomains(): Record<string, string[]> | undefined {
  const path = dataFile("support-intent", "clinc150", "domains.json");
  if (path === undefined) return undefined;
  return v.parse(v.record(v.string(), v.array(v.string())), JSON.parse(readFileSync(path, "utf8")));
}
