import { PrfError } from "@sedge/privacy/prf";
import { Refusal } from "./refusal.ts";

/** What `work` gives. @throws {Refusal} `bad-group-element`, where it meets what is no element */
export function refusingElements<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof PrfError && error.code === "bad-group-element") throw new Refusal("bad-group-element");
    throw error;
  }
}
