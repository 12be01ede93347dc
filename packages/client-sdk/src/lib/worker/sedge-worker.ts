import type { SedgeErrorCode } from "../sedge-error-code.ts";
import { SedgeEvent } from "@sedge/features";
import type { TrustTier } from "@sedge/protocol";
import * as v from "valibot";
import { BUILD_ID } from "../build-id.ts";
import { ConsentState } from "../consent-state.ts";
import { SedgeError } from "../sedge-error.ts";
import type { StatementState } from "../public/status.ts";
import type { WorkerApi, WorkerNotice, WorkerStatus } from "../worker-api.ts";
import { assemble, type Parts } from "./parts.ts";
import { dropReports } from "./identity/forget-person.ts";
import { proofSource } from "./identity/proof-source.ts";
import { revokeErasure } from "./identity/revoke-erasure.ts";
import { Person } from "./person.ts";
import type { Platform } from "./platform.ts";
import { privacyBudget } from "./learning/privacy-budget.ts";
import { Visit } from "./visit.ts";
import { TextRequest } from "./text-request.ts";
import { mayLeave } from "./wire/consent-gate.ts";
import { WorkerOptionsSchema } from "./worker-options.ts";

/** Most events taken at once. The page sends them in small batches. */
const MAX_EVENTS = 1_000;
const Events = v.pipe(v.array(SedgeEvent), v.maxLength(MAX_EVENTS));

/** A worker that has started. */
interface Started {
  readonly parts: Parts;
  readonly visit: Visit;
  readonly person: Person;
}

/** The worker behind Comlink: parses what the page sends, and codes every error that crosses back. */
export class SedgeWorker implements WorkerApi {
  readonly #platform: Platform;
  #starting: Promise<Started> | undefined;
  #consent: ConsentState | undefined;
  #trustTier: TrustTier | null = null;
  #statement: StatementState | null = null;
  #requestedUntil: number | null = null;
  #sendStatus: () => void = () => undefined;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  build(): Promise<string> {
    return Promise.resolve(BUILD_ID);
  }

  start(options: unknown, notify: (notice: WorkerNotice) => unknown): Promise<WorkerStatus> {
    return coded(async () => {
      if (this.#starting) throw new SedgeError("already-started", "Start a worker once; a new page has a new one.");
      this.#starting = this.#start(options, notify);
      const { parts } = await this.#starting.catch((error: unknown) => {
        this.#starting = undefined;
        throw error;
      });
      return this.#status(parts);
    });
  }

  ingest(events: unknown): Promise<void> {
    return this.#within(async ({ parts, visit }) => {
      await visit.ingest(parsed(Events, events, "bad-event"));
      parts.learner.consider();
    }, "classify");
  }

  classify() {
    return this.#within(({ visit }) => visit.classification(), "classify");
  }

  classifyText(text: unknown, options: unknown) {
    return this.#within(
      ({ visit }) => visit.classifyText(parsed(TextRequest, { text, options }, "bad-text")),
      "classify",
    );
  }

  cluster() {
    return this.#within(({ visit }) => visit.cluster(), "classify");
  }

  identify(identifiers: unknown) {
    return this.#within(({ person }) => person.identify(identifiers), "classify");
  }

  setConsent(consent: unknown): Promise<void> {
    return this.#within(async (started) => {
      const before = this.#consent;
      this.#consent = parsed(ConsentState, consent, "bad-consent");
      await this.#obey(started);
      // A visitor who gives `link` gets the edge's cluster, one who withdraws it the device's.
      const mayLink = started.parts.consent.mayLink();
      if (!before || mayLeave(before, "link") === mayLink) return;
      if (mayLink) await started.person.linkAgain();
      started.visit.reassign();
    });
  }

  privacyBudget() {
    return this.#within(({ parts }) => privacyBudget(parts));
  }

  ledger() {
    return this.#within(({ parts }) => parts.store.ledger.list());
  }

  exportMyData() {
    return this.#within(({ person }) => person.data());
  }

  eraseMyData() {
    return this.#within(async ({ parts, person, visit }) => {
      visit.end();
      this.#requestedUntil = null;
      const report = await person.erase();
      if (mayLeave(parts.consent.state(), "classify")) visit.reassign();
      return report;
    });
  }

  revokeErasure() {
    return this.#within(async ({ parts }) => {
      const revocation = await revokeErasure(parts);
      if (revocation.left === 0) this.#requestedUntil = null;
      this.#sendStatus();
      return revocation;
    });
  }

  reset(): Promise<void> {
    return this.#within(async ({ parts, person, visit }) => {
      visit.end();
      this.#requestedUntil = null;
      await person.leave();
      if (mayLeave(parts.consent.state(), "classify")) visit.reassign();
    });
  }

  async #start(rawOptions: unknown, notify: (notice: WorkerNotice) => unknown): Promise<Started> {
    // The browser's types say that it is always there; without a secure context it is not.
    const { subtle }: Partial<Crypto> = crypto;
    if (!subtle) {
      throw new SedgeError(
        "insecure-context",
        "The browser gives this page no cryptography. Serve it by HTTPS, or as http://localhost.",
      );
    }
    const options = parsed(WorkerOptionsSchema, rawOptions, "bad-option");
    this.#consent = options.consent;
    // Comlink's callbacks answer with a promise; a page that has gone is no error.
    const send = (notice: WorkerNotice) => void Promise.resolve(notify(notice)).catch(() => undefined);
    const report = (code: SedgeErrorCode, message: string) => send({ type: "problem", value: { code, message } });
    const sendStatus = (this.#sendStatus = () => send({ type: "status", value: this.#status(parts) }));
    const parts = await assemble(options, this.#platform, {
      consent: () => this.#consent ?? options.consent,
      report,
      prove: proofSource((purpose) => notify({ type: "proof", value: purpose }), report),
      onTrustTier: (tier) => {
        if (tier === this.#trustTier) return;
        this.#trustTier = tier;
        sendStatus();
      },
      onStatement: (state) => {
        if (state === this.#statement) return;
        this.#statement = state;
        sendStatus();
      },
      onErased: async (operation, result) => {
        await person.erased(operation, result);
        this.#requestedUntil = result.requestedUntil ?? this.#requestedUntil;
        sendStatus();
      },
      onLinked: () => visit.reassign(),
      onTriggers: (names) => {
        for (const name of names) send({ type: "trigger", value: { name } });
      },
      onLearnt: sendStatus,
    });
    const person = new Person(parts);
    const visit = new Visit(parts, {
      classified: (classification) => send({ type: "classification", value: classification }),
      assigned: (cluster) => send({ type: "cluster", value: cluster }),
      measured: sendStatus,
    });
    const started = { parts, person, visit };
    this.#requestedUntil = (await parts.store.values.get("erasureRequestedUntil")) ?? null;
    await this.#obey(started);
    this.#platform.onOnline(() => {
      parts.outbox.flush(true).catch(() => undefined);
      parts.learner.consider();
      void parts.identification.retry();
      void parts.landingLink.retry();
      if (mayLeave(parts.consent.state(), "classify")) visit.reassign();
    });
    return started;
  }

  /**
   * Deletes and stops what the current consent no longer allows: on the device before this resolves, at the
   * edge as soon as it can be reached.
   */
  async #obey({ parts, person, visit }: Started): Promise<void> {
    if (!mayLeave(parts.consent.state(), "classify")) {
      visit.end();
      await person.forgetDevice();
    } else if (!parts.consent.mayLink()) {
      const { globalPrivacyControl, profileSignal } = parts.consent.state();
      // Another device's signal suspends `link` and erases nothing: anybody who knows an identifier can send one.
      const isSuspended = profileSignal === "honoured" && !globalPrivacyControl;
      await (isSuspended ? dropReports(parts.store) : person.disown());
    }
    if (!parts.consent.mayLearn()) await parts.learner.drop("withdrawn");
    if (parts.consent.state().because === "policy-unnamed") {
      parts.report("policy-unnamed", "The page names no privacy text (data-policy), so link and learn are refused.");
    }
    parts.outbox.flush().catch(() => undefined);
    void parts.landingLink.retry();
    parts.learner.consider();
  }

  #status({ store, classifier, platform }: Parts): WorkerStatus {
    const until = this.#requestedUntil;
    const erasureRequestedUntil = until !== null && until > platform.now() / 1_000 ? until : null;
    const [backend, storage] = [classifier.backendReport(), store.kind];
    return { backend, storage, trustTier: this.#trustTier, statement: this.#statement, erasureRequestedUntil };
  }

  /** Runs `task` in the started worker. `purpose`: what the visitor must have given. */
  #within<Result>(task: (started: Started) => Result | Promise<Result>, purpose?: "classify"): Promise<Result> {
    return coded(async () => {
      if (!this.#starting) throw new SedgeError("not-started", "Call start first.");
      const started = await this.#starting;
      if (purpose && !mayLeave(started.parts.consent.state(), purpose)) {
        throw new SedgeError("consent-required", `Ask the visitor for the purpose ${purpose} first.`);
      }
      return task(started);
    });
  }
}

function parsed<Output>(schema: v.GenericSchema<unknown, Output>, raw: unknown, code: SedgeErrorCode): Output {
  const { success, output, issues } = v.safeParse(schema, raw);
  if (success) return output;
  // The path alone: a message of the schema library would repeat the value.
  throw new SedgeError(code, `What was passed does not fit at \`${v.getDotPath(issues[0]) ?? "its top"}\`.`);
}

/** Errors reach the page with a code; any error without one becomes `internal-error`. */
async function coded<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof SedgeError) throw error;
    const name = error instanceof Error ? error.name : typeof error;
    throw new SedgeError("internal-error", `Sedge failed inside (${name}); what was going on is not done.`);
  }
}
