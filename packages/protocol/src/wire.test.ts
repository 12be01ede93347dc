import * as v from "valibot";
import { describe, expect, test } from "vitest";
import {
  base64url,
  CellPath,
  Codebook,
  ConsentReceipt,
  Generation,
  LinkToken,
  problem,
  PROBLEMS,
  SignedEnvelope,
  SignedReceipt,
  SiteId,
  VoteReceipt,
} from "./index.ts";
import { EDGE_ROUTES } from "./routes.ts";

const bytes = (length: number, fill: number) => Buffer.alloc(length, fill).toString("base64url");

describe("base64url", () => {
  test.each([1, 2, 3, 16, 31, 32, 33, 64])("takes every canonical spelling of %i bytes", (length) => {
    for (const fill of [0, 1, 0x7f, 0x80, 0xfb, 0xff]) expect(v.is(base64url(length), bytes(length, fill))).toBe(true);
  });
  test("refuses another length, padding, and a second spelling of the same bytes", () => {
    expect(v.is(base64url(32), bytes(31, 7))).toBe(false);
    expect(v.is(base64url(32), bytes(33, 7))).toBe(false);
    expect(v.is(base64url(32), `${bytes(32, 7)}=`)).toBe(false);
    const canonical = bytes(32, 0);
    const twin = `${canonical.slice(0, -1)}B`;
    expect(Buffer.from(twin, "base64url")).toEqual(Buffer.from(canonical, "base64url"));
    expect(v.is(base64url(32), twin)).toBe(false);
  });
});

test("a site's name is a DNS-like label", () => {
  for (const good of ["demo", "a", "shop-2"]) expect(v.is(SiteId, good)).toBe(true);
  for (const bad of ["", "-a", "a-", "Demo", "a_b", "a".repeat(41)]) expect(v.is(SiteId, bad)).toBe(false);
});

test("a cell path has one spelling and a bounded depth", () => {
  for (const good of ["", "0", "2.0.3", "63", "1.1.1.1.1.1.1.1"]) expect(v.is(CellPath, good)).toBe(true);
  for (const bad of [".", "01", "64", "0.", "1.1.1.1.1.1.1.1.1", "a"]) expect(v.is(CellPath, bad)).toBe(false);
});

test("a vote's receipt carries purposes and day, and of version 5 the policy too; a token's may prove more", () => {
  const receipt = { purposes: ["classify", "learn"], day: "2026-11-21" };
  const proof = { policySha256: "ab".repeat(32), source: "tcf", tcfSha256: "cd".repeat(32) };
  expect(v.is(VoteReceipt, receipt)).toBe(true);
  expect(v.is(VoteReceipt, { ...receipt, policyVersion: "2026-11" })).toBe(true);
  expect(v.is(VoteReceipt, { ...receipt, ...proof })).toBe(false);
  expect(v.is(ConsentReceipt, receipt)).toBe(false);
  expect(v.is(ConsentReceipt, { ...receipt, policyVersion: "2026-11", ...proof })).toBe(false);
  expect(v.is(SignedReceipt, { ...receipt, policyVersion: "2026-11", ...proof })).toBe(true);
  expect(v.is(SignedReceipt, { ...receipt, source: "a friend" })).toBe(false);
});

test("a consent receipt carries nothing but purposes, policy and day", () => {
  const receipt = { purposes: ["classify", "link"], policyVersion: "2026-11", day: "2026-11-21" };
  expect(v.is(ConsentReceipt, receipt)).toBe(true);
  expect(v.is(ConsentReceipt, { ...receipt, visitor: "x" })).toBe(false);
  expect(v.is(ConsentReceipt, { ...receipt, day: "2026-11-21T10:00" })).toBe(false);
  expect(v.is(ConsentReceipt, { ...receipt, purposes: ["link", "link"] })).toBe(false);
  expect(v.is(ConsentReceipt, { ...receipt, purposes: ["advertise"] })).toBe(false);
});

describe("codebook", () => {
  const cell = { centroid: [0.5], count: 10, cluster: "c0", confidence: 1 };
  const codebook = {
    generation: 0,
    source: "prior",
    featureSchema: "behaviour.v1",
    features: ["depth"],
    cells: [
      { ...cell, path: "" },
      { ...cell, path: "0" },
    ],
    clusters: [{ id: "c0", name: "all", centroid: [0.5], count: 10 }],
  };
  test("is one tree", () => {
    expect(v.is(Codebook, codebook)).toBe(true);
    expect(v.is(Codebook, { ...codebook, cells: codebook.cells.slice(1) })).toBe(false);
    expect(v.is(Codebook, { ...codebook, cells: [...codebook.cells, { ...cell, path: "1.0" }] })).toBe(false);
    expect(v.is(Codebook, { ...codebook, cells: [...codebook.cells, { ...cell, path: "0" }] })).toBe(false);
  });
  test("has one dimension and only its own clusters", () => {
    expect(v.is(Codebook, { ...codebook, cells: [{ ...cell, path: "", centroid: [1, 2] }] })).toBe(false);
    expect(v.is(Codebook, { ...codebook, cells: [{ ...cell, path: "", cluster: "c1" }] })).toBe(false);
    expect(v.is(Codebook, { ...codebook, cells: [{ ...cell, path: "", centroid: [Number.NaN] }] })).toBe(false);
  });
});

test("an envelope has one to eight different signers", () => {
  const signature = (fill: number) => ({ token: bytes(32, fill), signature: bytes(64, fill) });
  const envelope = (fills: number[]) => ({ message: "{}", signatures: fills.map(signature) });
  expect(v.is(SignedEnvelope, envelope([1]))).toBe(true);
  expect(v.is(SignedEnvelope, envelope([1, 2, 3, 4, 5, 6, 7, 8]))).toBe(true);
  expect(v.is(SignedEnvelope, envelope([]))).toBe(false);
  expect(v.is(SignedEnvelope, envelope([1, 1]))).toBe(false);
  expect(v.is(SignedEnvelope, envelope([1, 2, 3, 4, 5, 6, 7, 8, 9]))).toBe(false);
  expect(v.is(LinkToken, bytes(16, 1))).toBe(false);
  expect(v.is(Generation, -1)).toBe(false);
});

test("a problem document says its code and status, and nothing of the request", () => {
  for (const [code, { status, title }] of Object.entries(PROBLEMS)) {
    expect(problem(code as keyof typeof PROBLEMS)).toEqual({
      type: `https://sedge.dev/problems/${code}`,
      title,
      status,
      code,
    });
  }
});

test("every route that carries a row of the promise names the consent it needs", () => {
  for (const route of Object.values(EDGE_ROUTES)) {
    if (route.rows.length === 0) continue;
    expect(route).toHaveProperty("purpose");
    expect(route.rows).toContain("consent-receipt");
  }
});
