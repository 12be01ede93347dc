import type { ReadRecords } from "@sedge/cli/record-resolution";
import { type Conditions, conditions } from "../report/conditions.ts";
import type { PartOptions } from "../report/part-options.ts";
import { linkBothWays, type SetResult } from "./arms.ts";
import { type BatchSpeed, batchSpeed } from "./batch-speed.ts";
import { type DataSet, DATA_SETS } from "./data-set.ts";
import { readDataSet } from "./read-data-set.ts";
import { type DictionaryAttack, dictionaryAttack } from "./dictionary-attack.ts";
import { ATTACKED_FIELDS, type FrequencyAttack, frequencyAttack } from "./frequency-attack.ts";
import { keyedTokens } from "./keyed-tokens.ts";
import { type LiveSpeed, liveSpeed } from "./live/live-speed.ts";
import { type StructureAttack, structureAttack } from "./structure/structure-attack.ts";
import { linkWorlds, type WorldResult } from "./worlds.ts";
import { type PrfCost, prfCost } from "./prf-cost.ts";

/** The results; parts that did not run are empty. */
export interface LinkageResult {
  readonly conditions: Conditions;
  readonly sets: readonly SetResult[];
  readonly worlds: readonly WorldResult[];
  /** Data sets without files. */
  readonly skipped: readonly string[];
  readonly prf: readonly PrfCost[];
  readonly speed: BatchSpeed | null;
  readonly live: readonly LiveSpeed[];
  readonly dictionary: DictionaryAttack | null;
  readonly frequency: readonly (FrequencyAttack & { readonly set: string })[];
  readonly structure: readonly StructureAttack[];
}

/** Data sets that go through the PRF completely; only the first with `--quick`. */
const THROUGH_THE_PRF = ["fake_1000", "febrl3"];
/** How often the people are divided into attacked and known ones. */
const DIVISIONS = 3;
/** Data set of the attacks on names: the one with the most unequal names. */
const ATTACKED_SET = "historical_50k";
const MILLION = 1_000_000;
/** Number of profiles at the edge when records are linked one by one, and number of measured records. */
const LIVE_SIZES = [10_000, 100_000, MILLION];
const LIVE_RECORDS = 200;
const DICTIONARY = 1_000_000;

/** Reports the current step and its progress. */
export type Note = (title: string) => (share: number) => void;

/** Runs the measurements in the options. */
export async function benchLinkage({ quick, only }: PartOptions, note: Note): Promise<LinkageResult> {
  const before = conditions();
  const wants = (part: string) => only === undefined || only === part;
  const data = new Map<string, ReadRecords | undefined>();
  const dataOf = async (set: DataSet) => {
    if (!data.has(set.name)) data.set(set.name, await readDataSet(set));
    return data.get(set.name);
  };
  const sets: SetResult[] = [];
  for (const set of DATA_SETS.filter(({ name }) => wants(name))) {
    const read = await dataOf(set);
    if (read) sets.push(linkBothWays(set.name, read, note(set.name)));
  }
  const worlds = wants("worlds") ? linkWorlds(note("worlds")) : [];
  const prf: PrfCost[] = [];
  for (const set of wants("prf") ? DATA_SETS : []) {
    if (!THROUGH_THE_PRF.slice(0, quick ? 1 : undefined).includes(set.name)) continue;
    const read = await dataOf(set);
    if (read) prf.push(await prfCost(set.name, read, note(`PRF: ${set.name}`)));
  }
  const frequency: LinkageResult["frequency"][number][] = [];
  const attacked = DATA_SETS.find(({ name }) => name === ATTACKED_SET);
  const isAttacked = wants("frequency") || wants("structure");
  const victims = isAttacked && attacked ? await dataOf(attacked) : undefined;
  if (victims && wants("frequency")) {
    const token = keyedTokens();
    for (const field of ATTACKED_FIELDS) {
      const attack = frequencyAttack(field, victims.people, token);
      if (attack) frequency.push({ set: ATTACKED_SET, ...attack });
    }
  }
  const structure: StructureAttack[] = [];
  for (const statistics of victims && wants("structure") ? (["others", "true"] as const) : []) {
    const size = { divisions: quick ? 1 : DIVISIONS, statistics };
    if (victims) structure.push(structureAttack(ATTACKED_SET, victims, size, note(`structure: ${statistics}`)));
  }
  const size = { dictionary: quick ? DICTIONARY / 10 : DICTIONARY, victims: 500, guessesWithKeys: 5_000 };
  const dictionary = wants("dictionary") ? await dictionaryAttack(size, note("dictionary")) : null;
  const speed = wants("speed") && (!quick || only === "speed") ? batchSpeed(MILLION, note("a million")) : null;
  const live =
    wants("live") && (!quick || only === "live")
      ? await liveSpeed(quick ? LIVE_SIZES.slice(0, 1) : LIVE_SIZES, LIVE_RECORDS, note)
      : [];
  const skipped = [...data].filter(([, read]) => read === undefined).map(([name]) => name);
  return { conditions: before, sets, worlds, skipped, prf, speed, live, dictionary, frequency, structure };
}
