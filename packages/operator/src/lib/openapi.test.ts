import { ADMIN_ROUTES, AGGREGATOR_ROUTES, EDGE_ROUTES } from "@sedge/protocol/routes";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { openApiDocument, type OpenApiSubject } from "./openapi.ts";

type Node = { [key: string]: unknown };
type Schemas = Record<string, v.GenericSchema>;
const subject = (changes: Partial<OpenApiSubject> = {}) =>
  openApiDocument({ title: "Test", description: "A test.", version: "3", routes: EDGE_ROUTES, ...changes });

/** Every `$ref` in a document. */
function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => (key === "$ref" ? [String(one)] : referencesIn(one)));
}

function resolve(document: unknown, reference: string): unknown {
  return reference
    .slice(2)
    .split("/")
    .reduce<unknown>((node, step) => (node as Node | undefined)?.[step], document);
}

describe("an OpenAPI document", () => {
  test.each([
    ["edge", EDGE_ROUTES],
    ["aggregator", AGGREGATOR_ROUTES],
    ["console", ADMIN_ROUTES],
  ])("of the %s has every route once, under its method and its path with braces", (_name, routes) => {
    const { paths } = subject({ routes }) as { paths: Record<string, Record<string, Node>> };
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${String(operationId)} ${method} ${path}`),
    );
    const stated = Object.entries(routes).map(
      ([name, { method, path }]) => `${name} ${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, "{$1}")}`,
    );
    expect(listed.toSorted()).toEqual(stated.toSorted());
    for (const path of Object.keys(paths)) expect(path).not.toContain(":");
  });

  test("refers only to what it contains", () => {
    const Tree: v.GenericSchema = v.object({ label: v.string(), parts: v.array(v.lazy(() => Tree)) });
    const document = subject({ routes: { ...EDGE_ROUTES, ...AGGREGATOR_ROUTES }, schemas: { Tree } satisfies Schemas });
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\//);
      expect(resolve(document, reference), reference).toBeDefined();
    }
  });

  test("names each path parameter, and lists each problem under its status", () => {
    const { paths } = subject({ routes: ADMIN_ROUTES }) as { paths: Record<string, Record<string, Node>> };
    const order = paths["/v1/operator/sites/{site}/rounds"]?.["post"] as Node;
    expect(order["parameters"]).toEqual([{ name: "site", in: "path", required: true, schema: { type: "string" } }]);
    const responses = order["responses"] as Record<string, { description: string }>;
    expect(Object.keys(responses).sort()).toEqual([
      "200",
      "400",
      "401",
      "404",
      "405",
      "409",
      "413",
      "415",
      "500",
      "503",
    ]);
    expect(responses["409"]?.description).toMatch(/`round-order`[^]*`privacy-budget-spent`/);
    expect(responses["405"]?.description).toContain("method-not-allowed");
  });

  test("asks for the operator key only where callers show it", () => {
    const open = subject();
    const closed = subject({ operatorKey: true });
    expect(JSON.stringify(open)).not.toContain("operatorKey");
    expect(resolve(closed, "#/components/securitySchemes/operatorKey")).toEqual({ type: "http", scheme: "bearer" });
    for (const methods of Object.values(closed["paths"] as Record<string, Record<string, Node>>)) {
      for (const operation of Object.values(methods)) expect(operation["security"]).toEqual([{ operatorKey: [] }]);
    }
  });
});
