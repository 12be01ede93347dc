import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spentMicroEpsilon } from "@sedge/privacy/budget";
import { Contribution, DeliveredMessage, Delivery } from "@sedge/protocol";
import * as v from "valibot";
import { beforeEach, expect } from "vitest";
import type { LedgerEntry } from "../src/lib/push/send/wire-ledger.ts";
import { PushSession } from "../src/lib/push/push-session.ts";
import { createConnector, type GivenRecord } from "../src/push.ts";
import { roundSite } from "./dry-round-site.ts";
import { drySite, POLICY, SITE } from "./dry-site.ts";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);

export const HOUR_MS = 3_600_000;
export const TILL = { channel: "shop-till", site: SITE, endpoint: "http://localhost:8787" } as const;

/** A till's record of a person who has consented, also to learning. */
export const receipt = (id: string, loyalty: string, more: Partial<GivenRecord> = {}): GivenRecord => ({
  id,
  consent: "yes",
  learn: true,
  consentDay: "2026-11-02",
  identifiers: { loyalty },
  touch: { at: 1_793_867_400, amount: 20, department: "garden" },
  ...more,
});

export const people = [receipt("a", "L-1001"), receipt("b", "L-1002"), receipt("c", "L-1003")];

/** A clock that is fast by `ms`. */
export const later = (ms: number) => () => Date.now() + ms;

/** A till's connector with a new state for each test, and the ledger of what it sends. */
export function useContributingTill() {
  const key = randomBytes(32);
  const ledger: LedgerEntry[] = [];
  let folder = "";
  beforeEach(() => {
    ledger.length = 0;
    folder = mkdtempSync(join(tmpdir(), "sedge-contribute-"));
    return () => rmSync(folder, { recursive: true });
  });
  const pathOf = (name: string) => join(folder, name);
  const state = () => pathOf("till.state");

  /** Pushes records and sends all changes. */
  async function push(...records: GivenRecord[]): Promise<void> {
    const till = await createConnector({
      ...TILL,
      key,
      state: state(),
      policyVersion: POLICY,
      flushSeconds: 0,
      fetch: drySite(),
    });
    await till.records(records);
    await till.close();
  }

  /** The state, connected to a simulated site. */
  function opened(site: typeof fetch): Promise<PushSession> {
    const noted = { write: (entry: LedgerEntry) => void ledger.push(entry), close: () => undefined };
    const wait = async () => undefined;
    return PushSession.open({ ...TILL, connectorKey: key, state: state(), ledger: noted, fetch: site, wait });
  }

  /** One call of the command. `nowMs`: this machine's clock. */
  async function contribute(site: typeof fetch, nowMs: () => number = Date.now) {
    const session = await opened(site);
    try {
      return await session.contribute({ nowMs });
    } finally {
      session.close();
    }
  }
  const to = (noun: string) => ledger.filter(({ url, method }) => method === "POST" && url.endsWith(`/${noun}`));
  const votes = () => to("contributions").map(({ body }) => v.parse(json(Contribution), body));
  const ballots = () =>
    to("deliveries").flatMap(({ body }) =>
      v.parse(json(Delivery), body).items.map(({ message }) => {
        const sent = v.parse(json(DeliveredMessage), message);
        return sent.action === "ballot" ? sent : expect.fail("a contribution delivers only ballots");
      }),
    );
  /** What each person has spent, from the state. */
  async function spent(): Promise<number[]> {
    const session = await opened(roundSite(undefined));
    const { people, contributions } = session.deps.state;
    const all = people.learners("", 100).map(({ hash }) => contributions.read(hash).budget);
    session.close();
    return all.map((budget) => spentMicroEpsilon(budget, Math.floor(Date.now() / 1_000)));
  }

  return { key, ledger, pathOf, state, push, opened, contribute, to, votes, ballots, spent };
}
