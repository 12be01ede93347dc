import { createHash } from "node:crypto";
import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import {
  ConnectorMessage,
  DeliveredMessage,
  isSupportedVersion,
  Manifest,
  MIN_SUPPORTED_VERSION,
  Problem,
  problem,
  PROTOCOL_VERSION,
  SignedMessage,
  SUPPORTED_VERSIONS,
} from "./index.ts";
import {
  ADMIN_ROUTES,
  AGGREGATOR_ROUTES,
  CONNECTOR_ROUTES,
  EDGE_ROUTES,
  LOGIN_ROUTES,
  METRIC_ROUTES,
  RETENTION_ROUTES,
  type Route,
  TRIGGER_ROUTES,
  VERIFICATION_ROUTES,
} from "./routes.ts";

/**
 * SHA-256 of what crosses the wire: of each route its method, path, schemas, signed action and rows of the promise; and the
 * messages that cross inside a string. Words for people (summaries, lists of problems) are not part of it. When it moves, raise
 * PROTOCOL_VERSION and add a line to its history.
 */
const PINNED = { version: 6, sha256: "ccd54a76ea0ebc8429cf1de3fa88ab80ef1bc0bb3137c407297cb9137710fbb5" };

const MESSAGES = { SignedMessage, DeliveredMessage, ConnectorMessage };
const ROUTES: readonly (readonly [string, Route])[] = [
  EDGE_ROUTES,
  CONNECTOR_ROUTES,
  AGGREGATOR_ROUTES,
  ADMIN_ROUTES,
  TRIGGER_ROUTES,
  LOGIN_ROUTES,
  METRIC_ROUTES,
  RETENTION_ROUTES,
  VERIFICATION_ROUTES,
].flatMap((table) => Object.entries<Route>(table));

function wireHash(): string {
  const schemaOf = (schema: v.GenericSchema) => toJsonSchema(schema, { errorMode: "ignore" });
  const routes = ROUTES.map(([, { method, path, request, response, responseType, rows, purpose, action }]) => ({
    method,
    path,
    responseType,
    rows,
    purpose,
    action,
    request: request && schemaOf(request),
    response: schemaOf(response),
  }));
  return createHash("sha256")
    .update(JSON.stringify([routes, Object.values(MESSAGES).map(schemaOf)]))
    .digest("hex");
}

test("a change of the wire is deliberate", () => {
  expect({ version: PROTOCOL_VERSION, sha256: wireHash() }).toEqual(PINNED);
});

/** Types of objects in `schema` and in all that it is made of: `strict_object` refuses unknown fields, `object` ignores them. */
function objectTypesIn(schema: unknown, seen = new Set<unknown>()): Set<string> {
  if (typeof schema !== "object" || schema === null || seen.has(schema)) return new Set();
  seen.add(schema);
  const { kind, type }: { kind?: unknown; type?: unknown } = schema;
  const own = kind === "schema" && typeof type === "string" && /object/.test(type) ? [type] : [];
  return new Set([...own, ...Object.values(schema).flatMap((part) => [...objectTypesIn(part, seen)])]);
}

describe("requests are strict, and documents from servers may grow", () => {
  const withRequest = ROUTES.flatMap(([name, { request }]) => (request ? [[name, request] as const] : []));
  test.each([...withRequest, ...Object.entries(MESSAGES)])("request of %s", (_, request) => {
    expect([...objectTypesIn(request)]).toEqual(["strict_object"]);
  });
  // Rules are the operator's own request, given back; `sedge` is updated with the edge that it administers.
  // A metric plan is read by its hash, so a field that a reader does not know is another question than the one that it can show.
  const exact = new Set(["triggers", "setTriggers", "metricPlan"]);
  const documents = ROUTES.filter(([name]) => !exact.has(name));
  test.each(documents)("answer of %s", (_, { response }) => {
    expect([...objectTypesIn(response)]).toEqual(["object"]);
  });
});

describe("versions", () => {
  test("the current version and the one before it are supported, and no other", () => {
    expect(PROTOCOL_VERSION - MIN_SUPPORTED_VERSION).toBe(1);
    const versions = [-1, 0, 1, 2].map((step) => MIN_SUPPORTED_VERSION + step);
    expect(versions.map(isSupportedVersion)).toEqual([false, true, true, false]);
    expect(isSupportedVersion(PROTOCOL_VERSION - 0.5)).toBe(false);
  });

  test("a signed message may have any supported version", () => {
    const bytes = (length: number) => Buffer.alloc(length, 7).toString("base64url");
    const message = {
      site: "demo",
      action: "unlink",
      operationId: bytes(16),
      nonce: bytes(16),
      issuedAt: 1_795_000_000,
      receipt: {
        purposes: ["link"],
        policyVersion: "2026-11",
        day: "2026-11-21",
      },
    };
    const isAccepted = (version: number) => v.is(SignedMessage, { ...message, version });
    expect([MIN_SUPPORTED_VERSION - 1, MIN_SUPPORTED_VERSION, PROTOCOL_VERSION].map(isAccepted)).toEqual([
      false,
      true,
      true,
    ]);
    expect(isAccepted(PROTOCOL_VERSION + 1)).toBe(false);
  });

  const key = Buffer.alloc(32, 7).toString("base64url");
  const manifest = {
    site: "demo",
    trustTier: "two-operator",
    minPeople: 20,
    policyVersion: "2026-11",
    prf: {
      epoch: 1,
      edgeKey: key,
      aggregatorKey: key,
    },
    codebook: {
      generation: 0,
      sha256: "a".repeat(64),
    },
    learning: {
      round: null,
      spent: {
        accountant: "zCDP",
        rounds: 0,
        rho: 0,
        epsilon: 0,
        delta: 1e-6,
      },
    },
  };
  const versions = { protocolVersion: PROTOCOL_VERSION, minSupportedVersion: MIN_SUPPORTED_VERSION };

  test("a page reads the manifest of a newer edge, and leaves out what it does not know", () => {
    const newer = { protocolVersion: PROTOCOL_VERSION + 1, minSupportedVersion: PROTOCOL_VERSION };
    const grown = {
      ...manifest,
      ...newer,
      witnesses: { log: 1 },
      codebook: { ...manifest.codebook, bytes: 5 },
      learning: { ...manifest.learning, spent: { ...manifest.learning.spent, metrics: 1 } },
    };
    expect(v.parse(Manifest, grown)).toEqual({ ...manifest, ...newer });
  });
  test("a page reads the manifest of an edge of the version before, which names no minimum", () => {
    const older = { ...manifest, protocolVersion: MIN_SUPPORTED_VERSION };
    expect(v.parse(Manifest, older)).toEqual({ ...older, minSupportedVersion: MIN_SUPPORTED_VERSION });
  });
  test("a manifest that no longer supports this version, or that is too old, is refused", () => {
    expect(v.is(Manifest, { ...manifest, ...versions })).toBe(true);
    expect(v.is(Manifest, { ...manifest, ...versions, minSupportedVersion: PROTOCOL_VERSION + 1 })).toBe(false);
    expect(v.is(Manifest, { ...manifest, ...versions, protocolVersion: MIN_SUPPORTED_VERSION - 1 })).toBe(false);
  });

  test("a refusal names the supported range", () => {
    expect(v.parse(Problem, problem("unsupported-version", { supported: SUPPORTED_VERSIONS })).supported).toEqual({
      min: MIN_SUPPORTED_VERSION,
      max: PROTOCOL_VERSION,
    });
  });
});
