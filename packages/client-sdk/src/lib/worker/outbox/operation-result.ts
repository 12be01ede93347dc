import { Assignment, ErasureOutcome, LinkOutcome } from "@sedge/protocol";
import * as v from "valibot";
import type { Operation } from "./operation.ts";

/** What the edge did with an operation. */
export interface OperationResult {
  /** Tokens in the profile afterwards; for an erasure, tokens that were erased; null for an assignment. */
  readonly tokens: number | null;
  /** The profile's cluster, where the edge says one. */
  readonly assignment: Assignment | null;
}

const linkOutcome = v.pipe(
  LinkOutcome,
  v.transform(({ tokens, assignment }): OperationResult => ({ tokens, assignment })),
);

/** How each action's answer is read. */
export const OPERATION_RESULTS: Readonly<Record<Operation["action"], v.GenericSchema<unknown, OperationResult>>> = {
  link: linkOutcome,
  unlink: linkOutcome,
  assign: v.pipe(
    Assignment,
    v.transform((assignment): OperationResult => ({ tokens: null, assignment })),
  ),
  erase: v.pipe(
    ErasureOutcome,
    v.transform(({ tokens }): OperationResult => ({ tokens, assignment: null })),
  ),
};
