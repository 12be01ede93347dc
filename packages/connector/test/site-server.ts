import { once } from "node:events";
import { createServer } from "node:http";
import { type DeliveredMessage, Delivery } from "@sedge/protocol";
import * as v from "valibot";
import { onTestFinished } from "vitest";
import { nodeListener } from "../src/push.ts";
import { drySite } from "./dry-site.ts";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);

/** A received request, in the form of a ledger entry. */
export interface Came {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/** Serves the dry site until the test ends. `answer` can replace a response. */
export async function startSite(answer: (came: Came) => Response | undefined = () => undefined, site = drySite()) {
  const requests: Came[] = [];
  const delivered: DeliveredMessage[] = [];
  let origin = "";
  const server = createServer(
    nodeListener(async (request) => {
      const { pathname } = new URL(request.url);
      const came = { method: request.method, url: origin + pathname, body: await request.text() };
      requests.push(came);
      if (pathname.endsWith("/deliveries")) {
        for (const { message } of v.parse(json(Delivery), came.body).items) delivered.push(JSON.parse(message));
      }
      const init = { method: came.method, ...(came.method === "POST" && { body: came.body }) };
      return answer(came) ?? site(`https://edge.example${pathname}`, init);
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return { endpoint: origin, requests, delivered };
}
