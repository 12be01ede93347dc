import { hashToGroup, multiply, outputOf } from "@sedge/connector/prf";

/**
 * RFC 9497 `Evaluate`: the PRF's output of an input for who holds the whole key. Nobody does but a thief of both shares,
 * whom the benchmarks play.
 */
export function evaluateWithKey(secretKey: Uint8Array, input: Uint8Array): Uint8Array {
  return outputOf(input, multiply(secretKey, hashToGroup(input)));
}
