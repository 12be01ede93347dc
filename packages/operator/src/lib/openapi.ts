import { Problem, type ProblemCode, PROBLEMS } from "@sedge/protocol";
import type { Route } from "@sedge/protocol/routes";
import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { sha256Hex } from "./sha256.ts";

type Json = { readonly [key: string]: unknown };

/** Schemas of a document by name: those that others refer to. */
type Components = Record<string, unknown>;

/**
 * JSON Schema of `schema`. Rules that JSON Schema can't express (one tree, canonical strings) are left to the operator. The parts of a
 * recursive schema become components of the document, because a reference in OpenAPI starts at the document's root.
 * @param name - The schema's own in the document.
 */
function jsonSchema(schema: v.GenericSchema, name: string, components: Components): unknown {
  const { $schema: _, $defs = {}, ...rest } = toJsonSchema(schema, { target: "draft-2020-12", errorMode: "ignore" });
  for (const [key, part] of Object.entries($defs)) components[`${name}.${key}`] = withComponents(part, name);
  return withComponents(rest, name);
}

/** The same with its references to parts of its own as references to the document's components. */
function withComponents(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withComponents(one, name));
  if (typeof value === "string") return value.replace(/^#\/\$defs\//, `#/components/schemas/${name}.`);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withComponents(one, name)]));
}

function responses(name: string, route: Route, components: Components): Json {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...route.problems, "method-not-allowed"] as const) {
    byStatus.set(PROBLEMS[code].status, [...(byStatus.get(PROBLEMS[code].status) ?? []), code]);
  }
  const refusals = Array.from(byStatus, ([status, codes]) => [
    String(status),
    {
      description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("\n\n"),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  ]);
  return {
    "200": {
      description: route.summary,
      content: {
        [route.responseType ?? "application/json"]: {
          schema: jsonSchema(route.response, `${name}-response`, components),
        },
      },
    },
    ...Object.fromEntries(refusals),
  };
}

function operation(name: string, route: Route, security: readonly Json[], components: Components): Json {
  const parameters = [...route.path.matchAll(/:(\w+)/g)].map(([, parameter]) => ({
    name: parameter,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  return {
    operationId: name,
    summary: route.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.request
      ? {
          requestBody: {
            required: true,
            content: { "application/json": { schema: jsonSchema(route.request, `${name}-request`, components) } },
          },
        }
      : {}),
    ...(security.length > 0 ? { security } : {}),
    ...(route.rows.length > 0 ? { "x-promise-rows": route.rows } : {}),
    ...(route.purpose ? { "x-purpose": route.purpose } : {}),
    ...(route.action ? { "x-signed-action": route.action } : {}),
    responses: responses(name, route, components),
  };
}

/** The content of a document. `schemas`: messages that cross the wire inside a string, which no route can show. */
export interface OpenApiSubject {
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly routes: Readonly<Record<string, Route>>;
  readonly schemas?: Readonly<Record<string, v.GenericSchema>>;
  /** Whether callers send the operator key (bearer token). */
  readonly operatorKey?: boolean;
}

/** An OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1), made from the schemas that the router parses with. */
export function openApiDocument(subject: OpenApiSubject): Json {
  const security = subject.operatorKey ? [{ operatorKey: [] }] : [];
  const components: Components = {};
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(subject.routes)) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route, security, components) };
  }
  const schemas = Object.entries({ ...subject.schemas, Problem }).map(([name, schema]) => [
    name,
    jsonSchema(schema, name, components),
  ]);
  return {
    openapi: "3.1.1",
    info: {
      title: subject.title,
      description: subject.description,
      version: subject.version,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths,
    components: {
      schemas: { ...Object.fromEntries(schemas), ...components },
      ...(subject.operatorKey ? { securitySchemes: { operatorKey: { type: "http", scheme: "bearer" } } } : {}),
    },
  };
}

/** How long a client may go by the document, in seconds. It changes with a deployment only. */
const DOCUMENT_SECONDS = 3_600;

/** Serves a document that is made once an isolate, with its hash as ETag: making one takes milliseconds. */
export function servedDocument(make: () => object): (request: Request) => Promise<Response> {
  let made: { readonly text: string; readonly etag: string } | undefined;
  return async (request) => {
    if (!made) {
      const text = JSON.stringify(make());
      made = { text, etag: `"${await sha256Hex(new TextEncoder().encode(text))}"` };
    }
    const headers = { etag: made.etag, "cache-control": `public, max-age=${DOCUMENT_SECONDS}` };
    if (request.headers.get("if-none-match") === made.etag) return new Response(null, { status: 304, headers });
    return new Response(made.text, { headers: { ...headers, "content-type": "application/json" } });
  };
}
