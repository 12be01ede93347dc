import { area } from "./mutant.ts";

export const connector = area("connector", [
  {
    id: "corrected-record-counts-twice",
    promise: "A corrected record counts its touch once.",
    file: "packages/connector/src/lib/push/intake.ts",
    find: "this.#touched(person, record, digestBefore === undefined)",
    replace: "this.#touched(person, record, digestBefore !== digest)",
    killedBy: ["packages/connector/test/push-records.test.ts"],
  },
]);
