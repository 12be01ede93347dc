import { expect, test } from "vitest";
import { connectTo, findHost } from "./webview-host.ts";

const nonce = "0123456789abcdefghijkl";
const post = () => undefined;
const host = { version: 1, connect: () => ({ nonce, post }) };

/** A window with the property as the app's script defines it, except as stated. */
function windowWith(descriptor: PropertyDescriptor): Window {
  return Object.defineProperty({}, "sedgeHost", descriptor) as unknown as Window;
}

test("the app is found where its object was put for good", () => {
  expect(findHost(windowWith({ value: host }))).toBe(host);
});

test.each([
  ["that a script of the page could replace", { value: host, writable: true }],
  ["that a script of the page could define again", { value: host, configurable: true }],
  ["that answers with a getter", { get: () => host }],
  ["of another version", { value: { ...host, version: 2 } }],
  ["of another form", { value: { version: 1 } }],
])("an object %s is no app", (_, descriptor) => {
  expect(findHost(windowWith(descriptor))).toBeNull();
});

test("there is none on the web", () => {
  expect(findHost({} as Window)).toBeNull();
});

test("the connection is taken once, and in its form", () => {
  expect(connectTo({ version: 1, connect: () => ({ nonce, post }) }, post)).toEqual({ nonce, post });
  expect(connectTo({ version: 1, connect: () => null }, post)).toBeNull();
  expect(connectTo({ version: 1, connect: () => ({ nonce: "short", post }) }, post)).toBeNull();
});
