import * as v from "valibot";
import { jsonCheck } from "./answer-check.ts";
import type { Cell } from "./cell.ts";

const World = v.strictObject({ hello: v.literal("world") });

function helloCell(name: string, about: string, path: string): Cell {
  const batch: Cell["batch"] = async () => ({ requests: [{ method: "GET", path }], check: jsonCheck(World) });
  return { name, about, repeat: true, batch };
}

/** A minimal Hono app on workerd. */
export const HELLO = helloCell("Hono hello", "the yardstick", "/hello");

/**
 * The same behind two rate limits. On Cloudflare the network counts them in memory. Locally, Miniflare emulates them with a
 * Durable Object that writes to SQLite twice per request, a cost that every endpoint of a site also has.
 */
export const LIMITED_HELLO = helloCell(
  "Hono hello + 2 local rate limits",
  "the cost of Miniflare's rate limiter",
  "/limited-hello",
);
