import { createHash } from "node:crypto";
import { toJsonSchema } from "@valibot/to-json-schema";
import { expect, test } from "vitest";
import { ConnectorMessage, DeliveredMessage, PROTOCOL_VERSION, SignedMessage } from "./index.ts";
import {
  ADMIN_ROUTES,
  AGGREGATOR_ROUTES,
  CONNECTOR_ROUTES,
  EDGE_ROUTES,
  type Route,
  TRIGGER_ROUTES,
} from "./routes.ts";

/** SHA-256 of every route with its schemas, and of the messages that cross inside a string. When it moves, raise PROTOCOL_VERSION and add a line to its history. */
const PINNED = { version: 5, sha256: "bea781fdd765fc31df04d07592b17e6580b0e0ebdf350c0daa7660b53566418d" };

function wireHash(): string {
  const tables = [EDGE_ROUTES, CONNECTOR_ROUTES, AGGREGATOR_ROUTES, ADMIN_ROUTES, TRIGGER_ROUTES];
  const routes = tables.flatMap((table): Route[] => Object.values(table));
  const wire = routes.map(({ request, response, ...rest }) => ({
    ...rest,
    request: request && toJsonSchema(request, { errorMode: "ignore" }),
    response: toJsonSchema(response, { errorMode: "ignore" }),
  }));
  const messages = [SignedMessage, DeliveredMessage, ConnectorMessage].map((one) =>
    toJsonSchema(one, { errorMode: "ignore" }),
  );
  return createHash("sha256")
    .update(JSON.stringify([wire, messages]))
    .digest("hex");
}

test("a change of the wire is deliberate", () => {
  expect({ version: PROTOCOL_VERSION, sha256: wireHash() }).toEqual(PINNED);
});
