import { createHash } from "node:crypto";
import { toJsonSchema } from "@valibot/to-json-schema";
import { expect, test } from "vitest";
import { ConnectorMessage, PROTOCOL_VERSION, RecordMessage, SignedMessage } from "./index.ts";
import { ADMIN_ROUTES, AGGREGATOR_ROUTES, CONNECTOR_ROUTES, EDGE_ROUTES, RECORD_ROUTES, type Route } from "./routes.ts";

/** SHA-256 of every route with its schemas, and of the messages that cross inside a string. When it moves, raise PROTOCOL_VERSION and add a line to its history. */
const PINNED = { version: 3, sha256: "199091adfe7ffe85cef7d680b663bf3a7de228952452d632b78664d653eb70f2" };

function wireHash(): string {
  const tables = [EDGE_ROUTES, RECORD_ROUTES, CONNECTOR_ROUTES, AGGREGATOR_ROUTES, ADMIN_ROUTES];
  const routes = tables.flatMap((table): Route[] => Object.values(table));
  const wire = routes.map(({ request, response, ...rest }) => ({
    ...rest,
    request: request && toJsonSchema(request, { errorMode: "ignore" }),
    response: toJsonSchema(response, { errorMode: "ignore" }),
  }));
  const messages = [SignedMessage, RecordMessage, ConnectorMessage].map((one) =>
    toJsonSchema(one, { errorMode: "ignore" }),
  );
  return createHash("sha256")
    .update(JSON.stringify([wire, messages]))
    .digest("hex");
}

test("a change of the wire is deliberate", () => {
  expect({ version: PROTOCOL_VERSION, sha256: wireHash() }).toEqual(PINNED);
});
