import * as v from "valibot";
import { jsonCheck } from "./answer-check.ts";
import type { Cell } from "./cell.ts";

const World = v.strictObject({ hello: v.literal("world") });

function helloCell(name: string, about: string, path: string): Cell {
  const batch: Cell["batch"] = async () => ({ requests: [{ method: "GET", path }], check: jsonCheck(World) });
  return { name, about, repeat: true, batch };
}

/** The least that a Hono app on workerd does. */
export const HELLO = helloCell("Hono hello", "the yardstick", "/hello");

/**
 * The same behind two rate limits. On Cloudflare these count in the network's memory; locally Miniflare plays them with
 * a Durable Object that writes SQLite twice a request, which every endpoint of a site pays for too.
 */
export const LIMITED_HELLO = helloCell(
  "Hono hello + 2 local rate limits",
  "what Miniflare's limiter costs",
  "/limited-hello",
);
