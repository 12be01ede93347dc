import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";

/** What one network address can add to the edge's stored state in a day, at most. */
const WorstVisitor = v.object({
  event: v.literal("worst-visitor"),
  megabytes: v.number(),
  tokens: v.number(),
  bytesOfToken: v.number(),
});
export type WorstVisitor = v.InferOutput<typeof WorstVisitor>;

const TEST = "src/hostile/worst-visitor.test.ts";

/** The line with the figure, in what the test prints. @throws Error if there is none */
export function worstVisitorIn(output: string): WorstVisitor {
  for (const line of output.split("\n")) {
    const text = line.slice(line.indexOf("{"));
    if (text.includes('"worst-visitor"')) return v.parse(WorstVisitor, JSON.parse(text));
  }
  throw new Error(`${TEST} printed no figure.`);
}

/** Measures it on workerd, by the test that enforces the limit. @throws Error if the test fails */
export async function worstVisitor(): Promise<WorstVisitor> {
  const edge = dirname(dirname(createRequire(import.meta.url).resolve("@sedge/edge-worker")));
  const vitest = join(edge, "node_modules", "vitest", "vitest.mjs");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [vitest, "run", "--no-color", "--silent=false", TEST],
    {
      cwd: edge,
      maxBuffer: 64_000_000,
    },
  );
  return worstVisitorIn(stdout);
}
