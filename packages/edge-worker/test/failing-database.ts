import { env } from "cloudflare:workers";
import { vi } from "vitest";

const METHODS = ["all", "first", "run", "raw"] as const;

/** Has every statement of D1 fail as it does while D1 can't be reached. @returns What ends it. */
export function failDatabase(): () => void {
  const lost = () => Promise.reject(new Error("D1_ERROR: Network connection lost."));
  const statement: object = Object.getPrototypeOf(env.DB.prepare("SELECT 1"));
  const database: object = Object.getPrototypeOf(env.DB);
  const spies = METHODS.map((name) => vi.spyOn(statement as D1PreparedStatement, name).mockImplementation(lost));
  const batch = vi.spyOn(database as D1Database, "batch").mockImplementation(lost);
  return () => {
    for (const spy of spies) spy.mockRestore();
    batch.mockRestore();
  };
}
