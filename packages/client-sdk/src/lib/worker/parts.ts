import type { SedgeErrorCode } from "../sedge-error-code.ts";
import type { TrustTier } from "@sedge/protocol";
import type { ConsentState } from "../consent-state.ts";
import type { StatementState } from "../public/status.ts";
import type { WorkerOptions } from "../worker-api.ts";
import { ClusterAssigner, keepEdgeAnswer } from "./clusters/cluster-assigner.ts";
import { SiteFiles } from "./clusters/site-files.ts";
import { forgetDeviceKey } from "./identity/forget-person.ts";
import { LandingLink } from "./identity/landing-link.ts";
import type { Prove } from "./identity/proof-source.ts";
import { Identification } from "./identity/identification.ts";
import { lazyChunks } from "./lazy-chunks.ts";
import { Learner } from "./learning/learner.ts";
import { Classifier } from "./models/classifier.ts";
import { ModelCache } from "./models/model-cache.ts";
import { SHIPPED_MODELS } from "./models/shipped-models.ts";
import { backendOpeners } from "./network.ts";
import type { Operation, OperationResult } from "./outbox/operation.ts";
import { Outbox } from "./outbox/outbox.ts";
import type { Platform } from "./platform.ts";
import { SessionKeeper } from "./session-keeper.ts";
import type { SigningKeys } from "./storage/stored-keys.ts";
import { type GuardedStore, guardedStore } from "./storage/guarded-store.ts";
import type { Store } from "./storage/store.ts";
import type { TextReader } from "./text/text-reader.ts";
import { TensorRuntime } from "./tensor/tensor-runtime.ts";
import { wasmBinary } from "./wasm-binary.ts";
import { type GivenConsent, mayLeave, receiptOf } from "./wire/consent-gate.ts";
import { type EdgeClock, edgeClock } from "./wire/edge-clock.ts";
import { openWire, type Send } from "./wire/wire.ts";

/** What the parts report to the worker, and ask of it. */
export interface PartsDeps {
  readonly consent: () => ConsentState;
  readonly report: (code: SedgeErrorCode, message: string) => void;
  readonly onTrustTier: (tier: TrustTier) => void;
  readonly onStatement: (state: StatementState) => void;
  readonly prove: Prove;
  /** The edge has carried out an erasure, or filed it for the site. */
  readonly onErased: (operation: Operation, result: OperationResult) => Promise<void>;
  /** The edge has done something that may have changed the person's cluster. */
  readonly onLinked: () => void;
  /** Trigger rules that fired with an answer of the edge, by name. */
  readonly onTriggers: (names: readonly string[]) => void;
  /** What the device has done in a round has changed. */
  readonly onLearnt: () => void;
}

/** The parts that reach the edge. */
interface EdgeParts {
  readonly send: Send;
  readonly clock: EdgeClock;
  readonly outbox: Outbox;
  readonly prove: Prove;
}

/** The parts that understand the visit. */
interface VisitParts {
  readonly session: SessionKeeper;
  readonly classifier: Classifier;
  /** Its code comes with the first text. Rejects with SedgeError `code-unavailable` while that can't be fetched. */
  readonly textReader: () => Promise<TextReader>;
  readonly assigner: ClusterAssigner;
}

/** The parts that know the person, and what they contribute. */
interface PersonParts {
  readonly identification: Identification;
  readonly landingLink: LandingLink;
  readonly learner: Learner;
}

/** The worker's parts for one site, wired to each other. */
export interface Parts extends EdgeParts, VisitParts, PersonParts {
  readonly options: WorkerOptions;
  readonly platform: Platform;
  readonly store: GuardedStore;
  readonly consent: GivenConsent;
  readonly report: PartsDeps["report"];
}

/** Drops what is stored of the tokens' keys. */
async function forgetKeys({ keys }: Store, dead: readonly SigningKeys[]): Promise<void> {
  for (const { kind, token } of await keys.list()) if (dead.some((one) => one.token === token)) await keys.delete(kind);
}

/** Assembles the parts. Sends nothing. */
export async function assemble(options: WorkerOptions, platform: Platform, deps: PartsDeps): Promise<Parts> {
  const { site, endpoint, aggregatorKey, channel, intents, withoutBackends } = options;
  const { now, timer, random, host, fetch } = platform;
  const { report, prove, onTrustTier, onStatement, onErased, onLinked, onTriggers, onLearnt } = deps;
  const store = guardedStore(await platform.openStore(site, report), () => mayLeave(deps.consent(), "classify"));
  const { values, ledger } = store;
  const send = openWire({ places: options, ledger, consent: deps.consent, now, fetch });
  const consent: GivenConsent = {
    state: deps.consent,
    mayLink: () => mayLeave(deps.consent(), "link"),
    mayLearn: () => mayLeave(deps.consent(), "learn"),
    receipt: () => receiptOf(deps.consent(), now()),
  };
  const { receipt } = consent;
  const clock = edgeClock(values, now);
  const outbox = new Outbox({
    site,
    store,
    send,
    clock,
    random,
    prove,
    report,
    alone: (task) => platform.alone(`sedge-outbox-${site}`, task),
    onSettled: async (operation, result) => {
      if (operation.action === "erase") return onErased(operation, result);
      // The era first: an operation that is still there was not deleted before the era began.
      const work = store.work();
      if (!(await work.operations.get(operation.operationId))) return;
      onTriggers(await keepEdgeAnswer(work, operation, result, session.latest().startedAt));
      onLinked();
    },
    onOutdated: () =>
      report(
        "update-needed",
        "The edge does not support this page's version of the protocol. Reload the page; queued messages are kept until then.",
      ),
    onDropped: ({ action, keys }, code) => {
      if (code === "landing-link-spent" || code === "landing-link-expired") {
        const tokens = keys.map(({ token }) => token);
        void forgetDeviceKey(store, tokens).catch(() => undefined);
      }
      // Keys whose epoch is gone sign nothing any more; the page's next `identify` makes new ones.
      if (code === "key-epoch-retired") void forgetKeys(store, keys).catch(() => undefined);
      report(code, `The edge refused the operation ${action}; it is not sent again.`);
    },
  });
  const onManifest = (manifest: { readonly trustTier: TrustTier }) => onTrustTier(manifest.trustTier);
  const purpose = () => (consent.mayLink() ? "link" : "learn");
  const siteFiles = new SiteFiles({ site, aggregatorKey, store, send, now, purpose, report, onManifest, onStatement });
  const runtime = new TensorRuntime(
    backendOpeners(() => wasmBinary(send)),
    withoutBackends,
  );
  const cache = new ModelCache(SHIPPED_MODELS, store, send, now, report);
  const classifier = new Classifier({ runtime, cache, store, host, now, timer, report });
  const backendsFor = (rows: number) => classifier.backendsFor(rows);
  let reader: TextReader | undefined;
  const textReader = async () => {
    const { TextReader } = await lazyChunks.textReader();
    reader ??= new TextReader({ runtime, backendsFor, store, send, now, report, intents });
    return reader;
  };
  const session = new SessionKeeper(values, await values.get("visit"), now, () =>
    report("storage-failed", "The session could not be stored; it is kept in memory while the page lives."),
  );
  return {
    options,
    platform,
    store,
    send,
    clock,
    outbox,
    session,
    classifier,
    textReader,
    assigner: new ClusterAssigner({ channel, store, send, siteFiles, outbox, consent, now, report }),
    identification: new Identification({
      store,
      send,
      siteFiles,
      outbox,
      random,
      receipt,
      onFailed: ({ code, message }) => report(code, message),
    }),
    landingLink: new LandingLink({
      site,
      store,
      siteFiles,
      outbox,
      random,
      receipt,
      alone: (task) => platform.alone(`sedge-landingLink-${site}`, task),
    }),
    learner: new Learner({
      channel,
      site,
      endpoint,
      store,
      send,
      siteFiles,
      clock,
      random,
      session,
      consent,
      prove,
      report,
      alone: (task) => platform.alone(`sedge-learning-${site}`, task),
      onChange: onLearnt,
    }),
    consent,
    prove,
    report,
  };
}
