import { bareAccount } from "@sedge/contribution/steps";
import type { IdentifyResult } from "../public/identifiers.ts";
import type { ErasureReport, MyData } from "../public/my-data.ts";
import { SedgeError } from "../sedge-error.ts";
import { tokensOf } from "./clusters/cluster-assigner.ts";
import { bareAllowance } from "./clusters/codeword-allowance.ts";
import {
  type ConfirmedErasure,
  enterErasures,
  erasureReport,
  waitingErasures,
  forgetPerson,
} from "./identity/forget-person.ts";
import { isLandingLink } from "./identity/landing-link.ts";
import { normalisedIdentifiers } from "./identity/normalised-identifier.ts";
import { profileAtEdge } from "./identity/profile-export.ts";
import { remembered } from "./identity/remembered.ts";
import { withoutSecrets } from "./learning/privacy-budget.ts";
import type { Operation, OperationResult } from "./outbox/operation.ts";
import type { Parts } from "./parts.ts";
import { DEVICE, signersOf } from "./storage/stored-keys.ts";
import { MAX_FILED_ERASURES } from "./storage/stored-values.ts";
import { mayLeave } from "./wire/consent-gate.ts";

/** The person at this device: who they are to the edge, and what they may ask of it. */
export class Person {
  readonly #parts: Parts;
  #confirmed: ConfirmedErasure = { tokens: 0 };

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * An erasure was confirmed; the site may have been asked for a part of it. Without `classify` its ledger entry goes too, and
   * what would be needed to take the request back.
   */
  async erased({ operationId }: Operation, { tokens, requestedUntil }: OperationResult): Promise<void> {
    const { store, consent } = this.#parts;
    const before = this.#confirmed;
    this.#confirmed = {
      tokens: before.tokens + (tokens ?? 0),
      requestedUntil: requestedUntil ?? before.requestedUntil,
    };
    if (!mayLeave(consent.state(), "classify")) await store.wipe(await waitingErasures(store));
    else if (requestedUntil !== undefined) {
      await store.values.put("erasureRequestedUntil", requestedUntil);
      await store.values.update("filedErasures", (filed = []) => [...filed, operationId].slice(-MAX_FILED_ERASURES));
    }
  }

  /** @throws SedgeError `consent-required` without `link`; see `normalisedIdentifiers`, `Identification` and `LandingLink`. */
  async identify(identifiers: unknown): Promise<IdentifyResult> {
    const { options, identification, landingLink, consent, report } = this.#parts;
    if (!consent.mayLink()) throw new SedgeError("consent-required", "Ask the visitor for the purpose link first.");
    if (isLandingLink(identifiers)) return landingLink.accept(identifiers);
    await landingLink.forget();
    // A later try reads the same values again, and has nothing new to report.
    let reported = false;
    return identification.identify(async () => {
      const once = reported ? () => undefined : report;
      reported = true;
      return normalisedIdentifiers(options.site, identifiers, options.country, once);
    });
  }

  /** The person has left this device: deletes keys, session and queued messages, and does not inform the edge. */
  async leave(): Promise<void> {
    const { identification, landingLink, learner, store, session } = this.#parts;
    identification.forget();
    await landingLink.forget();
    await learner.drop("left");
    await forgetPerson(store);
    await store.values.delete("erasureRequestedUntil");
    await store.values.delete("filedErasures");
    await session.forget();
  }

  /** `link` is given again, and the keys were kept, as another device's signal had suspended it alone: what was withdrawn needs a new link. */
  async linkAgain(): Promise<void> {
    const { store, outbox, consent } = this.#parts;
    const keys = (await store.keys.list()).filter(({ kind }) => kind !== DEVICE);
    if (keys.length === 0) return;
    await outbox.enter({ action: "link", keys: signersOf(keys), receipt: consent.receipt() });
    outbox.flush().catch(() => undefined);
  }

  /** `link` is not given any more: the keys go, and erasures wait to be sent. */
  async disown(): Promise<void> {
    const { identification, landingLink, store, outbox, consent } = this.#parts;
    identification.forget();
    await landingLink.forget();
    await enterErasures(store, outbox, consent.receipt());
  }

  /**
   * Forgets everything on this device at once; only erasures that the edge must still carry out remain. The wire ledger
   * goes too, as it is about the visitor, and begins again with the erasures that follow.
   */
  async forgetDevice(): Promise<void> {
    const { session, store } = this.#parts;
    await this.disown();
    await session.forget();
    await store.wipe(await waitingErasures(store));
  }

  /** Erases everything, here and at the edge. What the edge could not confirm yet waits in the outbox. */
  async erase(): Promise<ErasureReport> {
    const { store, outbox, consent, platform } = this.#parts;
    this.#confirmed = { tokens: 0 };
    const named = consent.mayLink()
      ? bareAllowance(await store.values.get("namedCodewords"), platform.now())
      : undefined;
    const learning = consent.mayLearn() ? await store.values.get("learning") : undefined;
    await this.forgetDevice();
    // While `learn` is given, erasing must not be a way to vote or to spend twice: the bare account stays, as the consent does.
    if (learning) await store.values.put("learning", bareAccount(learning));
    if (named) await store.values.put("namedCodewords", named);
    // Somebody waits for this: an earlier try's delay means nothing now.
    await outbox.flush(true).catch(() => undefined);
    return erasureReport(store, this.#confirmed);
  }

  /** Everything held about the visitor. */
  async data(): Promise<MyData> {
    const { session, store, learner, consent } = this.#parts;
    const current = await session.stored();
    const edge = await profileAtEdge(this.#parts);
    return {
      device: {
        consent: consent.state(),
        session: current,
        ledger: await store.ledger.list(),
        outbox: (await store.operations.list()).map(withoutKeys),
        tokens: tokensOf(await store.keys.list()),
        learning: withoutSecrets(await learner.learning()),
        journey: await store.values.get("journey"),
        remembered: await remembered(store.values),
      },
      edge,
    };
  }
}

/** A waiting operation as the visitor may see it: the keys never leave the worker. */
function withoutKeys({ keys, ...operation }: Operation) {
  return { ...operation, tokens: keys.map(({ token }) => token) };
}
