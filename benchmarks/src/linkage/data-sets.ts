import { existsSync } from "node:fs";
import { join } from "node:path";
import { inputSpecs, NO_MAPPING, type ReadRecords, readRecords } from "@sedge/cli/record-resolution";
import { randomFrom, shuffled } from "@sedge/models/random";

const ORDER_SEED = 4;

/** A public data set of people with errors and known matches. Used for measurement, never for training. */
export interface DataSet {
  readonly name: string;
  /** Inputs of `sedge resolve`, relative to the folder `linkage`. */
  readonly inputs: readonly string[];
  /** Column with the known person. */
  readonly truth: string;
  /** The person in the column's value. */
  readonly person: (truth: string) => string;
}

const itself = (truth: string) => truth;
/** For `rec-223-dup-0`: 223. */
const febrlPerson = (id: string) => /^rec-(\d+)-/.exec(id)?.[1] ?? id;
const febrl = (name: string, ...inputs: readonly string[]): DataSet => ({
  name,
  inputs,
  truth: "rec_id",
  person: febrlPerson,
});

export const DATA_SETS: readonly DataSet[] = [
  {
    name: "historical_50k",
    inputs: ["historical_figures_with_errors_50k.parquet"],
    truth: "cluster",
    person: itself,
  },
  febrl("febrl3", "febrl/febrl3.csv"),
  febrl("febrl4", "a=febrl/febrl4a.csv", "b=febrl/febrl4b.csv"),
  { name: "fake_1000", inputs: ["fake_1000.csv"], truth: "cluster", person: itself },
  {
    name: "channels 1–5",
    inputs: [1, 2, 3, 4, 5].map((channel) => `channel-${channel}=channels/channel-${channel}.csv`),
    truth: "id",
    person: itself,
  },
];

const FOLDER = join(
  process.env["SEDGE_DATA"] ?? join(import.meta.dirname, "..", "..", "..", "..", "shared", "datasets"),
  "linkage",
);

/**
 * Reads a data set with the code of `sedge resolve`; undefined without its files. The records are shuffled, because some files
 * list a person's records together, which must not help.
 */
export async function readDataSet({ inputs, truth, person }: DataSet): Promise<ReadRecords | undefined> {
  const specs = inputSpecs(inputs).map(({ name, file }) => ({ name, file: join(FOLDER, file) }));
  if (!specs.every(({ file }) => existsSync(file))) return undefined;
  const read = await readRecords(specs, {
    mapping: NO_MAPPING,
    mappingFile: "",
    truth,
    country: undefined,
    skip: undefined,
    progress: () => undefined,
  });
  const order = shuffled(
    read.people.map((_, index) => index),
    randomFrom(ORDER_SEED),
  );
  const inOrder = <Item>(items: readonly Item[]) => order.flatMap((index) => items.slice(index, index + 1));
  return {
    inputs: read.inputs,
    notes: read.notes,
    people: inOrder(read.people),
    origins: inOrder(read.origins),
    truths: inOrder(read.truths).map(person),
  };
}
