import type {
  Channel,
  ConnectorKey,
  ConnectorRegistration,
  ConnectorScope,
  Nonce,
  PrfBudgetReport,
} from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import { AlarmScheduler } from "../alarm-scheduler.ts";
import { AddressBudget, type AddressKind } from "./address-budget.ts";
import type { CountedDigest } from "./address-digest.ts";
import { ConnectorKeys, type KeyStanding } from "./connector-keys.ts";
import type { ConnectorLimits, ConnectorSpending } from "./connector-limits.ts";
import { ElementBudget } from "./element-budget.ts";
import { DAY_SECONDS, type ElementLimits, type Spending, type Spent } from "./element-window.ts";
import { NonceMemory } from "../nonce-memory.ts";
import { type Epoch, type EpochChange, KeyRing } from "./key-ring.ts";
import type { PrfLimits } from "./prf-limits.ts";

/** The spender that unsigned requests count for. */
const PAGES = "pages";

/** Who requests an evaluation: a page, with the networks of its address where there is one, or a connector that has signed. */
export type Caller =
  | { readonly kind: "page"; readonly networks?: readonly CountedDigest[] }
  | {
      readonly kind: "connector";
      readonly key: ConnectorKey;
      readonly channel: Channel;
      readonly scope: ConnectorScope;
      readonly nonce: Nonce;
    };

/** A request for evaluations. `now`: seconds since 1970. */
export interface EvaluationOrder {
  readonly caller: Caller;
  readonly epoch: number;
  readonly elements: number;
  readonly limits: PrfLimits;
  readonly now: number;
}

/** The epoch's secret, or why not. */
export type EvaluationGrant =
  | { readonly state: "granted"; readonly secret: Uint8Array }
  | { readonly state: "budget-spent"; readonly retryAfterSeconds: number }
  | { readonly state: "epoch-not-live" | ConnectorFault };

/** Why a connector is refused. */
export type ConnectorFault = Exclude<KeyStanding["state"], "valid"> | "replayed";

/** What a connector wants to do at this operator, beside evaluations. `now`: seconds since 1970. */
export interface ConnectorOrder extends Omit<Extract<Caller, { kind: "connector" }>, "kind" | "scope"> {
  /** Any of these is enough. The caller decides what each one allows. */
  readonly scopes: readonly ConnectorScope[];
  readonly spending: ConnectorSpending;
  readonly count: number;
  readonly limits: ConnectorLimits;
  readonly now: number;
}

/** The key's scopes, or why not. */
export type ConnectorGrant =
  | { readonly state: "granted"; readonly scopes: readonly ConnectorScope[] }
  | { readonly state: "budget-spent"; readonly retryAfterSeconds: number }
  | { readonly state: ConnectorFault };

/**
 * A site's PRF state at one operator (`idFromName(site)`): key epochs, connector keys, budgets. Every evaluation is granted
 * here, so that a retired epoch or a spent budget takes effect in every isolate at once.
 *
 * - Methods: `grant`, `permit`, `epochs`, `beginEpoch`, `retireEpoch`, `connectors`, `registerConnector`, `budget`, `spendRegistrations`.
 * - Storage: that of {@link KeyRing}, {@link ConnectorKeys}, {@link ElementBudget}, {@link AddressBudget} and, for connectors,
 *   {@link NonceMemory}.
 * - Lifetime: that of the site. Nonces go after 10 minutes, with the next connector's request; digests of addresses with the day.
 * - Invariants: a granted request has been paid for by all that it counts against; one that is refused has paid nothing
 *   but, where its address had the means and the site had not, that address's; a retired epoch's secret is nowhere.
 */
export class PrfKeeper extends DurableObject<object> {
  readonly #ring: KeyRing;
  readonly #connectors: ConnectorKeys;
  readonly #budget: ElementBudget;
  readonly #nonces: NonceMemory;
  readonly #addresses: AddressBudget;
  readonly #alarms: AlarmScheduler;
  /** The day that the alarm is set for. */
  #alarmDay = 0;

  constructor(context: DurableObjectState, env: object) {
    super(context, env);
    this.#ring = new KeyRing(context.storage);
    this.#connectors = new ConnectorKeys(context.storage);
    this.#budget = new ElementBudget(context.storage);
    this.#nonces = new NonceMemory(context.storage);
    this.#addresses = new AddressBudget(context.storage);
    this.#alarms = new AlarmScheduler(context.storage);
  }

  /** Deletes the digests of addresses when their day is over. */
  override alarm(): void {
    this.#addresses.purge(Math.floor(Date.now() / 1_000));
  }

  /** Grants the secret of a live epoch, after the caller is authorised and its budgets are charged. */
  grant({ caller, epoch, elements, limits, now }: EvaluationOrder): EvaluationGrant {
    if (caller.kind === "connector") {
      const { key, channel, scope, nonce } = caller;
      const known = this.#known({ key, channel, nonce, scopes: [scope], now });
      if (known.state !== "valid") return known;
    }
    const live = this.#ring.live(epoch);
    if (!live) return { state: "epoch-not-live" };
    const refused = this.#refusal(caller, elements, limits, now);
    if (refused) return { state: "budget-spent", retryAfterSeconds: refused.retryAfterSeconds };
    return { state: "granted", secret: live.secret };
  }

  /** Authorises a connector's call, and charges its budget. */
  permit(order: ConnectorOrder): ConnectorGrant {
    const known = this.#known(order);
    if (known.state !== "valid") return known;
    const { key, spending: kind, count, limits, now } = order;
    const spending = this.#budget.spend(spenderOf(key, kind), count, limits[kind], now);
    if (!spending.isGranted) return { state: "budget-spent", retryAfterSeconds: spending.retryAfterSeconds };
    return { state: "granted", scopes: known.scopes };
  }

  /**
   * Counts tokens that a page registers against its network address.
   * @returns Undefined, or how many seconds to wait.
   */
  spendRegistrations(
    networks: readonly CountedDigest[],
    tokens: number,
    limits: ElementLimits,
    now: number,
  ): number | undefined {
    return this.#spendOf("registrations", networks, tokens, limits, now);
  }

  /** Oldest first, with their secrets: for this operator's own Worker. */
  epochs(): Epoch[] {
    return this.#ring.epochs();
  }

  beginEpoch(epoch: number, now: number): EpochChange {
    return this.#ring.begin(epoch, now);
  }

  retireEpoch(epoch: number, now: number): EpochChange {
    return this.#ring.retire(epoch, now);
  }

  connectors(): ConnectorRegistration[] {
    return this.#connectors.all();
  }

  /** False if as many other keys of the channel as may be are valid. */
  registerConnector(registration: ConnectorRegistration, now: number): boolean {
    return this.#connectors.register(registration, now);
  }

  /** What is spent in the running minute and day. */
  budget(limits: PrfLimits, now: number): PrfBudgetReport {
    this.#addresses.purge(now);
    return {
      now,
      pages: spentOf(this.#budget.spent(PAGES, now), limits.pages),
      connectors: this.#connectors.all().map(({ key }) => ({
        key,
        ...spentOf(this.#budget.spent(key, now), limits.connector),
        ...(limits.calls && this.#calls(key, limits.calls, now)),
      })),
      addresses: limits.address ? this.#addresses.report("evaluations") : null,
    };
  }

  #calls(key: ConnectorKey, limits: ConnectorLimits, now: number) {
    const of = (kind: ConnectorSpending) => spentOf(this.#budget.spent(spenderOf(key, kind), now), limits[kind]);
    return { deliveries: of("deliveries"), reads: of("reads"), exports: of("exports") };
  }

  /** What a connector's key may do, if its nonce is new. The nonce is used up whether or not the call is granted. */
  #known({
    key,
    channel,
    nonce,
    scopes,
    now,
  }: Pick<ConnectorOrder, "key" | "channel" | "nonce" | "scopes" | "now">): KeyStanding | { state: "replayed" } {
    const standing = this.#connectors.standing(key, channel, scopes, now);
    if (standing.state !== "valid") return standing;
    this.#nonces.purge(now);
    return this.#nonces.see(nonce, now) ? standing : { state: "replayed" };
  }

  #spendOf(
    kind: AddressKind,
    networks: readonly CountedDigest[],
    count: number,
    limits: ElementLimits,
    now: number,
  ): number | undefined {
    this.#forgetAtMidnight(now);
    const spending = this.#addresses.spend(kind, networks, count, limits, now);
    return !spending || spending.isGranted ? undefined : spending.retryAfterSeconds;
  }

  /** Sets the alarm for the end of the day, once a day. */
  #forgetAtMidnight(now: number): void {
    const day = Math.floor(now / DAY_SECONDS);
    if (day === this.#alarmDay) return;
    this.#alarmDay = day;
    // Without the alarm, the next day's first spending deletes them.
    this.#alarms.scheduleWithin(((day + 1) * DAY_SECONDS - now) * 1_000).catch(() => undefined);
  }

  /** Charges every budget that the request counts against. Undefined if none refuses. */
  #refusal(
    caller: Caller,
    elements: number,
    limits: PrfLimits,
    now: number,
  ): (Spending & { isGranted: false }) | undefined {
    if (caller.kind === "page" && caller.networks && limits.address) {
      this.#forgetAtMidnight(now);
      // The address first: an address that guesses must not use up what other visitors need.
      const address = this.#addresses.spend("evaluations", caller.networks, elements, limits.address, now);
      if (address && !address.isGranted) return address;
    }
    const spending =
      caller.kind === "page"
        ? this.#budget.spend(PAGES, elements, limits.pages, now)
        : this.#budget.spend(caller.key, elements, limits.connector, now);
    return spending.isGranted ? undefined : spending;
  }
}

/** The name under which a connector's calls are counted. Its evaluations are counted under the key itself. */
function spenderOf(key: ConnectorKey, kind: ConnectorSpending): string {
  return `${key}/${kind}`;
}

function spentOf({ inMinute, inDay, refused }: Spent, { perMinute, perDay }: ElementLimits) {
  return {
    minute: { spent: inMinute, limit: perMinute },
    day: { spent: inDay, limit: perDay },
    refusedToday: refused,
  };
}
