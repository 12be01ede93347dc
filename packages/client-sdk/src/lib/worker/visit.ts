import type { SedgeErrorCode } from "../sedge-error-code.ts";
import type { SedgeEvent } from "@sedge/features";
import type { Classification, ClusterAnswer, ClusterFound } from "../classification.ts";
import { SedgeError } from "../sedge-error.ts";
import type { TextClassification } from "../text-classification.ts";
import { CoalescedTask } from "./coalesced-task.ts";
import type { Parts } from "./parts.ts";
import type { TextRequest } from "./text-request.ts";
import { mayLeave } from "./wire/consent-gate.ts";

/**
 * Wait between the first classification and measuring the backends, in milliseconds. The page's own start has priority. A page
 * that the visitor leaves sooner would only interrupt the measurement, which takes seconds where WebGPU is slow.
 */
const MEASURE_AFTER_MS = 3_000;

/** Wait before the next request after the edge was unreachable, in milliseconds. */
const ASK_AGAIN_MS = 30_000;

/** Listener of a visit. */
export interface VisitListener {
  classified(classification: Classification): void;
  /** A cluster was found; that there is none is no news. */
  assigned(cluster: ClusterFound): void;
  measured(): void;
}

/** What the device computes as events arrive: classifications, and the cluster. */
export class Visit {
  readonly #parts: Parts;
  readonly #listener: VisitListener;
  readonly #classifying = new CoalescedTask(() => this.#classify());
  readonly #assigning = new CoalescedTask(() => this.#assign());
  #classification: Classification | undefined;
  #cluster: ClusterAnswer | undefined;
  #ends = 0;
  #measuring: ReturnType<typeof setTimeout> | undefined;
  #askingAgain: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts, listener: VisitListener) {
    this.#parts = parts;
    this.#listener = listener;
  }

  /** Adds events to the session, and classifies and assigns again. Resolves when they are stored. */
  async ingest(events: readonly SedgeEvent[]): Promise<void> {
    if (events.length === 0) return;
    this.#parts.session.apply(events);
    this.reconsider();
    await this.#parts.session.flush();
  }

  /** Classifies and assigns again, in the background. */
  reconsider(): void {
    const ends = this.#ends;
    this.#classifying.request().catch(() => ends === this.#ends && this.#failed("classification-failed"));
    this.reassign();
  }

  /** Assigns again, in the background. Without a codebook there is no cluster, and that is reported. */
  reassign(): void {
    const ends = this.#ends;
    this.#assigning.request().catch((error: unknown) => {
      if (ends === this.#ends) this.#failed(error instanceof SedgeError ? error.code : "assignment-failed");
    });
  }

  async classification(): Promise<Classification> {
    await this.#classifying.request();
    if (!this.#classification) throw new SedgeError("classification-failed", "There is no classification.");
    return this.#classification;
  }

  async cluster(): Promise<ClusterAnswer> {
    await this.#assigning.request();
    if (!this.#cluster) throw new SedgeError("no-codebook", "There is no cluster.");
    return this.#cluster;
  }

  /** Classifies a text. Keeps an event with numbers only, unless the visit has ended meanwhile. */
  async classifyText(request: TextRequest): Promise<TextClassification> {
    const { textReader, classifier, platform } = this.#parts;
    const { source } = request.options;
    const ends = this.#ends;
    const reader = await textReader();
    const understood = await reader.read(request);
    const at = platform.now();
    if (understood.frustration && ends === this.#ends) {
      const frustration = understood.frustration.probability;
      const unresolved = reader.unresolved(request, frustration) ?? undefined;
      // Half a millisecond off, as events are distinguished by their time, and the page's clock gives whole ones.
      await this.ingest([{ kind: "text-scored", at: at + 0.5, source, frustration, unresolved }]);
    }
    return { at, source, ...understood, backend: classifier.backendReport() };
  }

  /** Ends the visit: computes and reports nothing more. */
  end(): void {
    this.#ends += 1;
    clearTimeout(this.#measuring);
    clearTimeout(this.#askingAgain);
    this.#measuring = undefined;
    this.#classification = undefined;
    this.#cluster = undefined;
  }

  async #classify(): Promise<void> {
    const { classifier, session, consent } = this.#parts;
    if (!mayLeave(consent.state(), "classify")) return;
    const ends = this.#ends;
    const classification = await classifier.classify(() => session.stored());
    // Of a visit that has ended meanwhile nothing is reported.
    if (ends !== this.#ends) return;
    this.#classification = classification;
    this.#listener.classified(this.#classification);
    this.#measuring ??= setTimeout(() => void this.#measure(), MEASURE_AFTER_MS);
  }

  async #measure(): Promise<void> {
    try {
      if (await this.#parts.classifier.measureOnce()) this.#listener.measured();
    } catch {
      this.#failed("measurement-failed");
    }
  }

  async #assign(): Promise<void> {
    const { assigner, session, consent } = this.#parts;
    if (!mayLeave(consent.state(), "classify")) return;
    const before = JSON.stringify(this.#cluster);
    const ends = this.#ends;
    const cluster = await assigner.assign(() => session.stored());
    if (ends !== this.#ends) return;
    this.#cluster = cluster;
    if (!cluster.abstained && JSON.stringify(cluster) !== before) this.#listener.assigned(cluster);
    clearTimeout(this.#askingAgain);
    if (this.#cluster.because === "edge-unavailable") {
      this.#askingAgain = setTimeout(() => this.reassign(), ASK_AGAIN_MS);
    }
  }

  #failed(code: SedgeErrorCode): void {
    this.#parts.report(code, "Sedge continues without it and tries again with the next event.");
  }
}
