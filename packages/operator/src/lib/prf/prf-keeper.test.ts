import { Channel, ConnectorRegistration, Nonce } from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test, vi } from "vitest";
import { sqliteStorage } from "../../../test/sqlite-storage.ts";
import type { ConnectorLimits } from "./connector-limits.ts";
import { type Caller, PrfKeeper } from "./prf-keeper.ts";
import type { PrfLimits } from "./prf-limits.ts";

// The runtime's base class only keeps the two arguments.
vi.mock("cloudflare:workers", () => ({
  DurableObject: class {
    readonly ctx: unknown;
    readonly env: unknown;
    constructor(ctx: unknown, env: unknown) {
      this.ctx = ctx;
      this.env = env;
    }
  },
}));

const NOW = 20_000 * 86_400 + 12 * 3_600;
const calls: ConnectorLimits = {
  deliveries: { perMinute: 7, perDay: 70 },
  reads: { perMinute: 2, perDay: 20 },
  exports: { perMinute: 1, perDay: 10 },
};
const limits: PrfLimits = {
  pages: { perMinute: 10, perDay: 100 },
  connector: { perMinute: 20, perDay: 200 },
  address: { perMinute: 4, perDay: 40 },
  calls,
};
const registration = v.parse(ConnectorRegistration, {
  key: Buffer.alloc(32, 1).toString("base64url"),
  channel: "shop-till",
  scopes: ["evaluate", "read"],
  notAfter: null,
});
let nonces = 0;
const nonce = () => v.parse(Nonce, Buffer.alloc(16, ++nonces).toString("base64url"));
const connector = (changes: object = {}) =>
  ({
    kind: "connector",
    key: registration.key,
    channel: registration.channel,
    scope: "evaluate",
    nonce: nonce(),
    ...changes,
  }) as Caller;

function keeper() {
  const made = new PrfKeeper({ storage: sqliteStorage() } as unknown as DurableObjectState, {});
  const grant = (caller: Caller, elements: number, changes: object = {}) =>
    made.grant({ caller, epoch: 1, elements, limits, now: NOW, ...changes });
  return { made, grant };
}

describe("a page's evaluation", () => {
  test("is granted the live epoch's secret, within the site's budget", () => {
    const { made, grant } = keeper();
    expect(grant({ kind: "page" }, 10)).toEqual({ state: "granted", secret: made.epochs()[0]?.secret });
    expect(grant({ kind: "page" }, 1)).toEqual({ state: "budget-spent", retryAfterSeconds: 60 });
    expect(grant({ kind: "page" }, 1, { epoch: 2 })).toEqual({ state: "epoch-not-live" });
    expect(made.budget(limits, NOW)).toMatchObject({
      pages: { minute: { spent: 10, limit: 10 }, day: { spent: 10, limit: 100 }, refusedToday: 1 },
    });
  });

  test("spends its address's budget first: one address cannot spend what other visitors need", () => {
    const { made, grant } = keeper();
    const page: Caller = { kind: "page", networks: [{ digest: "one", times: 1 }] };
    expect(grant(page, 4).state).toBe("granted");
    expect(grant(page, 1).state).toBe("budget-spent");
    expect(made.budget(limits, NOW)).toMatchObject({
      pages: { minute: { spent: 4 }, refusedToday: 0 },
      addresses: { counted: 1, refused: 1 },
    });
    expect(grant({ kind: "page", networks: [{ digest: "two", times: 1 }] }, 4).state).toBe("granted");
  });

  test("of a retired epoch is refused, and pays nothing", () => {
    const { made, grant } = keeper();
    made.beginEpoch(2, NOW);
    expect(grant({ kind: "page" }, 1).state).toBe("granted");
    made.retireEpoch(1, NOW);
    expect(grant({ kind: "page" }, 1)).toEqual({ state: "epoch-not-live" });
    expect(made.budget(limits, NOW).pages.minute.spent).toBe(1);
  });
});

describe("a connector", () => {
  test("needs a registered key, and a nonce that was not used", () => {
    const { made, grant } = keeper();
    const caller = connector();
    expect(grant(caller, 1)).toEqual({ state: "unauthorised-connector" });
    expect(made.registerConnector(registration, NOW)).toBe(true);
    expect(grant(caller, 1).state).toBe("granted");
    expect(grant(caller, 1)).toEqual({ state: "replayed" });
    expect(grant(connector({ scope: "link" }), 1)).toEqual({ state: "scope-missing" });
    expect(grant(connector({ channel: v.parse(Channel, "call-centre") }), 1)).toEqual({
      state: "unauthorised-connector",
    });
  });

  test("uses its nonce also where it is then refused for its budget", () => {
    const { made, grant } = keeper();
    made.registerConnector(registration, NOW);
    const caller = connector();
    expect(grant(caller, 21).state).toBe("budget-spent");
    expect(grant(caller, 1)).toEqual({ state: "replayed" });
  });

  test("has a budget of its own for evaluations, and one for each kind of call", () => {
    const { made, grant } = keeper();
    made.registerConnector(registration, NOW);
    expect(grant(connector(), 20).state).toBe("granted");
    const { key, channel } = registration;
    const permit = (spending: "reads" | "exports" | "deliveries", count: number) =>
      made.permit({ key, channel, nonce: nonce(), scopes: ["read"], spending, count, limits: calls, now: NOW });
    expect(permit("reads", 2)).toEqual({ state: "granted", scopes: registration.scopes });
    expect(permit("reads", 1)).toEqual({ state: "budget-spent", retryAfterSeconds: 60 });
    expect(permit("exports", 1).state).toBe("granted");
    expect(permit("deliveries", 7).state).toBe("granted");
    expect(made.budget(limits, NOW).connectors).toMatchObject([
      {
        key,
        minute: { spent: 20, limit: 20 },
        reads: { minute: { spent: 2, limit: 2 }, refusedToday: 1 },
        exports: { minute: { spent: 1, limit: 1 } },
        deliveries: { minute: { spent: 7, limit: 7 } },
      },
    ]);
    expect(made.connectors()).toEqual([registration]);
  });

  test("may use a nonce again once its message is too old for the clock check", () => {
    const { made, grant } = keeper();
    made.registerConnector(registration, NOW);
    const caller = connector();
    grant(caller, 1);
    expect(grant(caller, 1, { now: NOW + 600 })).toEqual({ state: "replayed" });
    expect(grant(caller, 1, { now: NOW + 601 }).state).toBe("granted");
  });
});

test("tokens that a page registers are counted by address, apart from its evaluations", () => {
  const { made, grant } = keeper();
  grant({ kind: "page", networks: [{ digest: "one", times: 1 }] }, 4);
  const tokens = { perMinute: 1, perDay: 9 };
  const spend = (digest: string, now: number) => made.spendRegistrations([{ digest, times: 1 }], 1, tokens, now);
  expect(spend("one", NOW)).toBeUndefined();
  expect(spend("one", NOW + 1)).toBe(59);
  expect(spend("two", NOW + 1)).toBeUndefined();
});

test("the aggregator's report has neither addresses nor calls", () => {
  const { made } = keeper();
  made.registerConnector(registration, NOW);
  const { pages, connector: evaluations } = limits;
  const report = made.budget({ pages, connector: evaluations }, NOW);
  expect(report.addresses).toBeNull();
  expect(Object.keys(report.connectors[0] ?? {}).sort()).toEqual(["day", "key", "minute", "refusedToday"]);
});
