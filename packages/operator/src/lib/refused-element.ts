import { PrfError } from "@sedge/privacy/prf";
import { Refusal } from "./refusal.ts";

/** Runs `work`. @throws {Refusal} `bad-group-element` if it finds bytes that are not a group element */
export function refusingElements<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof PrfError && error.code === "bad-group-element") throw new Refusal("bad-group-element");
    throw error;
  }
}
