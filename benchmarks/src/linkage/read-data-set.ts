import { existsSync } from "node:fs";
import { join } from "node:path";
import { inputSpecs, NO_MAPPING, type ReadRecords, readRecords } from "@sedge/cli/record-resolution";
import { randomFrom, shuffled } from "@sedge/models/random";
import type { DataSet } from "./data-set.ts";

const ORDER_SEED = 4;

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
