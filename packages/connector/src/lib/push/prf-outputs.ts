import { blindBatch, finalizeBatch } from "../prf/blinded-batch.ts";
import type { Operators } from "../prf/operators.ts";

/** Requests under way at once: while the operators work at one, this machine blinds the next. */
const AT_ONCE = 2;

/**
 * The PRF's outputs of inputs, in their order: blinded, evaluated by both operators, both proofs checked.
 *
 * @throws PrfError `bad-group-element` or `bad-proof`, and what the operators throw.
 */
export async function prfOutputs(operators: Operators, inputs: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const outputs: Uint8Array[] = [];
  let next = 0;
  const work = async () => {
    while (next < inputs.length) {
      const start = next;
      next += operators.maxElements;
      const batch = blindBatch(inputs.slice(start, start + operators.maxElements));
      const made = finalizeBatch(batch, await operators.evaluate(batch.blinded));
      made.forEach((output, index) => (outputs[start + index] = output));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outputs;
}
