import { createHash } from "node:crypto";
import { toJsonSchema } from "@valibot/to-json-schema";
import { expect, test } from "vitest";
import { PROTOCOL_VERSION } from "./index.ts";
import { AGGREGATOR_ROUTES, EDGE_ROUTES, type Route } from "./routes.ts";

/** SHA-256 of every route with its schemas. When it moves, raise PROTOCOL_VERSION and add a line to its history. */
const PINNED = { version: 1, sha256: "b48e581d0ffcf9094cdfb761d7c3c16286e4f14fb88d702256364515fcf94491" };

function wireHash(): string {
  const routes: Route[] = [...Object.values(EDGE_ROUTES), ...Object.values(AGGREGATOR_ROUTES)];
  const wire = routes.map(({ request, response, ...rest }) => ({
    ...rest,
    request: request && toJsonSchema(request, { errorMode: "ignore" }),
    response: toJsonSchema(response, { errorMode: "ignore" }),
  }));
  return createHash("sha256").update(JSON.stringify(wire)).digest("hex");
}

test("a change of the wire is deliberate", () => {
  expect({ version: PROTOCOL_VERSION, sha256: wireHash() }).toEqual(PINNED);
});
