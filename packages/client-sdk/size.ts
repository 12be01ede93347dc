import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import filePlugin from "@size-limit/file";
import sizeLimit from "size-limit";
import { isNumber, listOf, shape } from "./src/lib/form.ts";

const isResults = listOf(shape({ size: isNumber }));
const script = join(import.meta.dirname, "dist/script");

/** What a page downloads, and the most it may weigh, in bytes of brotli. */
export interface Budget {
  readonly name: string;
  /** Files under dist/script that are downloaded together. */
  readonly files: readonly string[];
  readonly maxBytes: number | null;
}

/** A module and what it imports at once: neither `import()`, which comes later if ever. */
function staticGraph(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  const code = readFileSync(join(script, entry), "utf8");
  for (const [, , file] of code.matchAll(/\b(from|import)\s*"\.\/([^"]+\.js)"/g)) if (file) staticGraph(file, found);
  return found;
}

function chunk(name: string): string {
  const file = readdirSync(script).find((known) => known.startsWith(`chunk-${name}-`));
  if (!file) throw new Error(`dist/script has no chunk ${name}; build again.`);
  return file;
}

/** The budgets, and beside them what is loaded only by those who need it. */
export function budgets(): Budget[] {
  if (!existsSync(join(script, "sdk.js"))) throw new Error("dist/script is missing; run `node build.ts` first.");
  const worker = staticGraph("worker.js");
  const page = [...staticGraph("sdk.js")];
  const started = [...worker, ...staticGraph(chunk("open-webgpu")), ...staticGraph(chunk("codebook"))];
  const webgpu = [...new Set(started)];
  const first = new Set([...webgpu, ...page]);
  const later = (name: string): Budget => ({
    name: `later, if needed: ${name}`,
    files: [...staticGraph(chunk(name))].filter((file) => !first.has(file)),
    maxBytes: null,
  });
  return [
    { name: "loader", files: ["sedge.js"], maxBytes: 3_000 },
    { name: "page", files: page, maxBytes: 12_000 },
    { name: "page reader", files: ["page-reader.js"], maxBytes: 6_000 },
    { name: "worker with TF.js and WebGPU", files: webgpu, maxBytes: 90_000 },
    ...["open-wasm", "open-cpu", "identifier", "link-key", "ed25519", "manifest-proof", "vote-code"].map(later),
    ...["text-reader", "intent-banking", "intent-general", "emotion", "sentiment"].map(later),
    ...["personalize.js", "tag-managers.js", "arrival.js", "webview.js"].map((file) => ({
      name: `later, if needed: ${file}`,
      files: [file],
      maxBytes: 6_000,
    })),
    ...["page-host", "platforms", "platform-presets"].map(later),
  ];
}

/** Brotli bytes of a budget's files, each compressed by itself as a server does, by size-limit. */
export async function brotliBytes({ files }: Budget): Promise<number> {
  const paths = files.map((file) => join(script, file));
  const results: unknown = await sizeLimit([filePlugin], paths);
  if (!isResults(results)) throw new Error("size-limit answered in another form than version 14 does.");
  return results.reduce((sum, { size }) => sum + size, 0);
}

if (import.meta.main) {
  for (const budget of budgets()) {
    const { name, files, maxBytes } = budget;
    const size = await brotliBytes(budget);
    const isOver = maxBytes !== null && !(size <= maxBytes);
    if (isOver) process.exitCode = 1;
    const limit = maxBytes === null ? "" : ` of ${maxBytes.toLocaleString("en")}${isOver ? ", TOO MUCH" : ""}`;
    process.stdout.write(`${name}: ${size.toLocaleString("en")} bytes brotli${limit} (${files.length} files)\n`);
  }
}
