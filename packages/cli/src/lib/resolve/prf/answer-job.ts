import { deriveRecordToken, termInput } from "@sedge/privacy/record-token";
import { fromBase64url } from "@sedge/privacy/base64url";
import {
  blindBatch,
  ELEMENT_BYTES,
  finalizeBatch,
  hashToGroup,
  multiply,
  outputOf,
  shareOfBatch,
} from "@sedge/connector/prf";
import { packed, unpacked } from "./packed.ts";
import type { PrfAnswer, PrfJob } from "./prf-job.ts";

/** Runs a job. Throws PrfError for invalid responses or requests. */
export function answerJob(job: PrfJob): PrfAnswer {
  switch (job.kind) {
    case "blind": {
      const { blinds, blinded } = blindBatch(job.terms.map((term) => termInput(job.site, term)));
      return { kind: "blind", blinds: packed(blinds), blinded: packed(blinded) };
    }
    case "evaluate": {
      const { publicKey, evaluated, proof } = shareOfBatch(job, unpacked(job.blinded, ELEMENT_BYTES));
      return { kind: "evaluate", publicKey, evaluated: packed(evaluated), proof: packed([proof]) };
    }
    case "direct": {
      const tokens = job.terms.map((term) => {
        const input = termInput(job.site, term);
        const output = outputOf(input, multiply(job.key, hashToGroup(input)));
        return fromBase64url(deriveRecordToken(output, job.site, job.epoch));
      });
      return { kind: "direct", tokens: packed(tokens) };
    }
    case "finish": {
      const outputs = finalizeBatch(
        {
          inputs: job.terms.map((term) => termInput(job.site, term)),
          blinds: unpacked(job.blinds, ELEMENT_BYTES),
          blinded: unpacked(job.blinded, ELEMENT_BYTES),
        },
        job.shares.map((share) => ({ ...share, evaluated: unpacked(share.evaluated, ELEMENT_BYTES) })),
      );
      return { kind: "finish", tokens: outputs.map((output) => deriveRecordToken(output, job.site, job.epoch)) };
    }
  }
}
