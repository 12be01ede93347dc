import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "vite";
import type { BenchPart } from "../report/bench-part.ts";
import { figure } from "../report/figure.ts";
import { textTable } from "../report/text-table.ts";

const DEVICE = join(import.meta.dirname, "../../../packages/transparency/src/device.ts");
/** What the SDK's worker has anyway: the wire's schemas, valibot, base64url. */
const IN_WORKER = [/^valibot$/, /^@sedge\/(?:protocol|privacy)/];

/** Bytes of the check and its schemas, bundled and minified as the SDK is. */
async function bundledBytes(external: readonly RegExp[]) {
  const folder = mkdtempSync(join(tmpdir(), "sedge-check-"));
  try {
    const entry = join(folder, "entry.js");
    writeFileSync(entry, `export { checkStatement, StatementPart, StoredLog } from ${JSON.stringify(DEVICE)};`);
    await build({
      root: folder,
      configFile: false,
      logLevel: "silent",
      build: {
        target: "es2022",
        outDir: join(folder, "out"),
        rolldownOptions: {
          input: entry,
          external: [...external],
          preserveEntrySignatures: "strict",
          output: { entryFileNames: "check.js" },
        },
      },
    });
    const code = readFileSync(join(folder, "out/check.js"));
    return { bytes: code.length, brotliBytes: brotliCompressSync(code).length };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the check adds to the SDK's worker. */
export async function checkCodePart(): Promise<BenchPart> {
  const check = await bundledBytes([...IN_WORKER, /^@noble/]);
  const withHash = await bundledBytes(IN_WORKER);
  const rows = [
    ["the check and its schemas", check],
    ["the same with SHA-256", withHash],
  ] as const;
  return {
    title: "The device's check as code",
    lines: [
      textTable(
        ["", "minified bytes", "brotli"],
        rows.map(([name, { bytes, brotliBytes }]) => [name, figure(bytes), figure(brotliBytes)]),
        ["left", "right", "right"],
      ),
    ],
    aims: [{ name: "the check, brotli", value: check.brotliBytes / 1_000, most: 4.5, unit: "KB" }],
    json: { check, withHash },
  };
}
