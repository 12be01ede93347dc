import { Channel, ConnectorRegistration, MAX_CONNECTOR_KEYS } from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { sqliteStorage } from "../../../test/sqlite-storage.ts";
import { ConnectorKeys } from "./connector-keys.ts";

const NOW = 1_790_000_000;
const channel = (name: string) => v.parse(Channel, name);
const registration = (fill: number, changes: object = {}) =>
  v.parse(ConnectorRegistration, {
    key: Buffer.alloc(32, fill).toString("base64url"),
    channel: "shop-till",
    scopes: ["evaluate", "link"],
    notAfter: null,
    ...changes,
  });
const keys = () => new ConnectorKeys(sqliteStorage());

describe("a connector's key", () => {
  test("allows a key's registered scopes, on its own channel alone", () => {
    const known = keys();
    const { key, scopes } = registration(1);
    expect(known.standing(key, channel("shop-till"), ["link"], NOW)).toEqual({ state: "unauthorised-connector" });
    known.register(registration(1), NOW);
    expect(known.standing(key, channel("shop-till"), ["link"], NOW)).toEqual({ state: "valid", scopes });
    expect(known.standing(key, channel("call-centre"), ["link"], NOW)).toEqual({ state: "unauthorised-connector" });
    expect(known.standing(key, channel("shop-till"), ["evaluate", "link"], NOW).state).toBe("valid");
  });

  test("needs one of the scopes of the action", () => {
    const known = keys();
    known.register(registration(1, { scopes: ["evaluate"] }), NOW);
    expect(known.standing(registration(1).key, channel("shop-till"), ["link"], NOW)).toEqual({
      state: "scope-missing",
    });
  });

  test("is valid up to its last second, and revoked after it", () => {
    const known = keys();
    known.register(registration(1, { notAfter: NOW }), NOW);
    const standing = (now: number) => known.standing(registration(1).key, channel("shop-till"), ["link"], now).state;
    expect([standing(NOW), standing(NOW + 1)]).toEqual(["valid", "connector-revoked"]);
  });
});

describe("registration", () => {
  test(`allows ${MAX_CONNECTOR_KEYS} valid keys per channel; expired and replaced ones do not count`, () => {
    const known = keys();
    for (let fill = 1; fill <= MAX_CONNECTOR_KEYS; fill++) expect(known.register(registration(fill), NOW)).toBe(true);
    expect(known.register(registration(99), NOW)).toBe(false);
    expect(known.register(registration(99, { channel: "call-centre" }), NOW)).toBe(true);
    expect(known.register(registration(1), NOW)).toBe(true);
    expect(known.register(registration(98, { notAfter: NOW - 1 }), NOW)).toBe(true);
    known.register(registration(2, { notAfter: NOW - 1 }), NOW);
    expect(known.register(registration(97), NOW)).toBe(true);
  });

  test("replaces the key's earlier registration, and lists all by channel", () => {
    const known = keys();
    known.register(registration(2), NOW);
    known.register(registration(1, { channel: "call-centre" }), NOW);
    known.register(registration(2, { scopes: ["link"], notAfter: NOW + 5 }), NOW);
    expect(known.all()).toEqual([
      registration(1, { channel: "call-centre" }),
      registration(2, { scopes: ["link"], notAfter: NOW + 5 }),
    ]);
  });
});
