import { expect, test } from "vitest";
import { inputSpecs } from "./input-spec.ts";

test.each([
  ["crm=a.csv", "crm", "a.csv"],
  ["a.csv", "a", "a.csv"],
  ["data/till 2.csv.gz", "till 2", "data/till 2.csv.gz"],
  ["x/people.parquet", "people", "x/people.parquet"],
  ["./a=b.csv", "a=b", "./a=b.csv"],
  ["crm=./a=b.csv", "crm", "./a=b.csv"],
])("%s is the source %s in the file %s", (value, name, file) => expect(inputSpecs([value])).toEqual([{ name, file }]));
