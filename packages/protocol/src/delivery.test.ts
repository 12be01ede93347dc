import { expect, test } from "vitest";
import * as v from "valibot";
import { ClusterLine, CONNECTOR_SCOPES, ConnectorRegistration, deliveryText, LandingLinkSecret } from "./index.ts";

const bytes = (length: number, fill: number) => Buffer.alloc(length, fill).toString("base64url");

test("what a delivery's signature names separates its items: none flows into the next", () => {
  const text = (...messages: string[]) => deliveryText(messages.map((message) => ({ message })));
  const texts = [text("ab"), text("a", "b"), text("b", "a"), text('a","b'), text("a", "b", ""), text()];
  expect(new Set(texts).size).toBe(texts.length);
});

test("a key is registered with scopes that there are, each once", () => {
  const registration = { key: bytes(32, 7), channel: "email", scopes: [...CONNECTOR_SCOPES], notAfter: null };
  expect(v.is(ConnectorRegistration, registration)).toBe(true);
  for (const scopes of [[], ["erase"], ["read", "read"]]) {
    expect(v.is(ConnectorRegistration, { ...registration, scopes })).toBe(false);
  }
});

test("a line of an export is a person's, or names the next token, and may have fields of a later version", () => {
  const person = { token: bytes(32, 1), clusterId: "c0", generation: 0, level: 2, confidence: 0.5 };
  expect(v.is(ClusterLine, person)).toBe(true);
  expect(v.is(ClusterLine, { next: null })).toBe(true);
  expect(v.is(ClusterLine, { next: bytes(32, 1) })).toBe(true);
  expect(v.parse(ClusterLine, { ...person, since: 1 })).toEqual(person);
  expect(v.parse(ClusterLine, { next: null, total: 3 })).toEqual({ next: null });
  for (const neither of [{}, { token: bytes(32, 1) }, { next: 5 }]) expect(v.is(ClusterLine, neither)).toBe(false);
});

test("a landing link's secret is 22 characters, which a fragment carries as they are", () => {
  expect(v.is(LandingLinkSecret, bytes(16, 9))).toBe(true);
  expect(encodeURIComponent(bytes(16, 0xfb))).toBe(bytes(16, 0xfb));
  for (const bad of [bytes(15, 9), bytes(17, 9), `${bytes(16, 9)}=`]) expect(v.is(LandingLinkSecret, bad)).toBe(false);
});
