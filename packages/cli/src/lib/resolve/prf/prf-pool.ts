import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { type PrfKeyPair, PrfError, type PublishedShare } from "@sedge/privacy/prf";
import * as v from "valibot";
import { packed, unpacked } from "./packed.ts";
import {
  BlindAnswer,
  DirectAnswer,
  EvaluateAnswer,
  FinishAnswer,
  NumberedAnswer,
  type PrfAnswer,
  type PrfJob,
} from "./prf-job.ts";
import { ELEMENT_BYTES } from "@sedge/connector/prf";

/** Terms with blinded inputs: `blinds` are secret, `blinded` is sent to the operators. */
export interface BlindedTerms {
  readonly terms: readonly string[];
  /** Packed scalars. */
  readonly blinds: Uint8Array;
  readonly blinded: readonly Uint8Array[];
}

/** The thread's module, which has this file's extension: `.ts` in a clone, `.js` as published. */
const THREAD = new URL(`prf-worker${extname(import.meta.filename)}`, import.meta.url);

interface Waiting {
  readonly done: (answer: PrfAnswer) => void;
  readonly failed: (error: Error) => void;
}

/** Threads for PRF cryptography, so that a large file uses more than one core. Call `close` when done. */
export class PrfPool {
  readonly #threads: { readonly worker: Worker; readonly waiting: Map<number, Waiting> }[];
  #lastId = 0;

  constructor(threads: number) {
    this.#threads = Array.from({ length: threads }, () => {
      const worker = new Worker(THREAD);
      const waiting = new Map<number, Waiting>();
      worker.on("message", (message: unknown) => settle(waiting, v.parse(NumberedAnswer, message)));
      const end = (error: Error) => {
        for (const { failed } of waiting.values()) failed(error);
        waiting.clear();
      };
      worker.on("error", end);
      worker.on("exit", () => end(new Error("a thread of the PRF ended")));
      return { worker, waiting };
    });
  }

  /** Blinds the terms' inputs for a site. */
  async blind(site: string, terms: readonly string[]): Promise<BlindedTerms> {
    const { blinds, blinded } = v.parse(BlindAnswer, await this.#ask({ kind: "blind", site, terms: [...terms] }));
    return { terms, blinds, blinded: unpacked(blinded, ELEMENT_BYTES) };
  }

  /** Evaluates as the operator with this key. Throws PrfError `bad-group-element`. */
  async evaluate({ secretKey, publicKey }: PrfKeyPair, blinded: readonly Uint8Array[]): Promise<PublishedShare> {
    const job: PrfJob = { kind: "evaluate", secretKey, publicKey, blinded: packed(blinded) };
    const { evaluated, proof } = v.parse(EvaluateAnswer, await this.#ask(job));
    return { publicKey, evaluated: unpacked(evaluated, ELEMENT_BYTES), proof };
  }

  /** Record tokens of terms, in order, after verifying every operator's proof. Throws PrfError. */
  async finish(
    { terms, blinds, blinded }: BlindedTerms,
    shares: readonly PublishedShare[],
    { site, epoch }: { readonly site: string; readonly epoch: number },
  ): Promise<string[]> {
    const job: PrfJob = {
      kind: "finish",
      site,
      epoch,
      terms: [...terms],
      blinds,
      blinded: packed(blinded),
      shares: shares.map((share) => ({ ...share, evaluated: packed(share.evaluated) })),
    };
    return v.parse(FinishAnswer, await this.#ask(job)).tokens;
  }

  /** Packed tokens of terms, in order, with the sum of both operators' keys. */
  async direct(
    key: Uint8Array,
    terms: readonly string[],
    { site, epoch }: { readonly site: string; readonly epoch: number },
  ): Promise<Uint8Array> {
    const job: PrfJob = { kind: "direct", site, epoch, key, terms: [...terms] };
    return v.parse(DirectAnswer, await this.#ask(job)).tokens;
  }

  /** Ends the threads; jobs in progress fail. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #ask(job: PrfJob): Promise<PrfAnswer> {
    const [idlest] = this.#threads.toSorted((a, b) => a.waiting.size - b.waiting.size);
    if (!idlest) throw new RangeError("a pool needs a thread");
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((done, failed) => {
      idlest.waiting.set(id, { done, failed });
      idlest.worker.postMessage({ id, job });
    });
  }
}

function settle(waiting: Map<number, Waiting>, answer: NumberedAnswer): void {
  const asked = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (answer.result === "answered") asked?.done(answer.answer);
  else if (answer.result === "refused") asked?.failed(new PrfError(answer.code, answer.message));
  else asked?.failed(new Error(answer.message));
}
