import { blindBatch, finalizeBatch } from "../prf/blinded-batch.ts";
import type { Operators } from "../prf/operators.ts";

/** Requests in flight at once: this machine blinds the next batch while the operators evaluate one. */
const CONCURRENCY = 2;

/**
 * PRF outputs of the inputs, in order: blinded, evaluated by both operators, with both proofs verified.
 *
 * @throws PrfError `bad-group-element` or `bad-proof`, and whatever the operators throw.
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
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return outputs;
}
