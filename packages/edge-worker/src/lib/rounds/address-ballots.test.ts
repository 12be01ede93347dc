import { runInDurableObject } from "cloudflare:test";
import { RoundId } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect, test } from "vitest";
import { AddressBallots } from "./address-ballots.ts";

const ROUND = v.parse(RoundId, `${"A".repeat(21)}A`);
const OTHER = v.parse(RoundId, `${"B".repeat(21)}A`);
const one = (digest: string, times = 1) => [{ digest, times }];

/** Runs `work` on an empty store with room for so many networks. */
function within(networks: number, work: (ballots: () => AddressBallots) => void): Promise<void> {
  const stub = env.ROUND_KEEPER.get(env.ROUND_KEEPER.idFromName("small-site"));
  return runInDurableObject(stub, (_, { storage }) => {
    storage.sql.exec("DELETE FROM address_ballots");
    work(() => new AddressBallots(storage, networks));
    storage.sql.exec("DELETE FROM address_ballots");
  });
}

test("every network of an address counts a ballot, and a refused one counts nowhere", () =>
  within(9, (made) => {
    const ballots = made();
    const networks = (subscriber: string) => [...one(subscriber), ...one("larger", 2)];
    const drawn = ["a", "a", "a", "b", "b", "c"].map((subscriber) => ballots.draw(ROUND, networks(subscriber), 2));
    expect(drawn).toEqual([true, true, false, true, true, false]);
    // c was refused for its larger network, and has drawn nothing itself.
    expect(ballots.draw(ROUND, one("c"), 1)).toBe(true);
  }));

test("after a restart they are counted on, and with the round's end from nothing", () =>
  within(9, (made) => {
    expect(made().draw(ROUND, one("a"), 1)).toBe(true);
    const later = made();
    expect(later.draw(ROUND, one("a"), 1)).toBe(false);
    later.clear(OTHER);
    expect(later.draw(ROUND, one("a"), 1)).toBe(false);
    later.clear(ROUND);
    expect(later.draw(ROUND, one("a"), 1)).toBe(true);
  }));

test("where there are too many networks, those that have drawn least are dropped first", () =>
  within(3, (made) => {
    const ballots = made();
    for (const digest of ["busy", "busy", "idle", "other", "other"]) ballots.draw(ROUND, one(digest), 2);
    expect(ballots.draw(ROUND, one("new"), 2)).toBe(true);
    expect([ballots.draw(ROUND, one("busy"), 2), ballots.draw(ROUND, one("other"), 2)]).toEqual([false, false]);
  }));
