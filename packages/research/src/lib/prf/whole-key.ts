import { hashToGroup, multiply, outputOf } from "@sedge/connector/prf";

/** RFC 9497 `Evaluate` with the whole key. Only a thief of both shares has it, whom the benchmarks simulate. */
export function evaluateWithKey(secretKey: Uint8Array, input: Uint8Array): Uint8Array {
  return outputOf(input, multiply(secretKey, hashToGroup(input)));
}
