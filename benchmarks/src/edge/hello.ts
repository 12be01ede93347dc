import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimPort } from "@sedge/testbed";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { build } from "vite";

/** The minimal Hono app on its own workerd, of the operators' version and also without a proxy. */
export interface Hello {
  readonly port: number;
  stop(): Promise<void>;
}

/** As in the edge's wrangler.jsonc, but high: the hello must pay for counting and never be refused. */
const limited = (id: string) => ({ namespace_id: id, simple: { limit: 100_000_000, period: 60 as const } });

async function bundledWorker(): Promise<string> {
  const result = await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: "error",
    build: {
      write: false,
      target: "es2023",
      rolldownOptions: {
        input: join(import.meta.dirname, "hello-worker.ts"),
        preserveEntrySignatures: "strict",
        output: { format: "es" },
      },
    },
  });
  const [chunk] = [result].flat().flatMap((one) => ("output" in one ? one.output : []));
  if (chunk?.type !== "chunk") throw new Error("Vite built no hello Worker.");
  return chunk.code;
}

/** Starts the hello. `compatibilityDate`: that of the operators. */
export async function startHello(compatibilityDate: string): Promise<Hello> {
  const folder = await mkdtemp(join(tmpdir(), "sedge-hello-"));
  const port = await claimPort();
  await writeFile(join(folder, "index.js"), await bundledWorker());
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: "hello",
      rootPath: folder,
      modules: [{ type: "ESModule", path: join(folder, "index.js") }],
      compatibilityDate,
      ratelimits: { ADDRESS_LIMIT: limited("1"), SITE_LIMIT: limited("2") },
      unsafeDirectSockets: [{ host: "127.0.0.1", port }],
      host: "127.0.0.1",
      port: 0,
      resourcePersistencePath: join(folder, "state"),
      cf: false,
      telemetry: { enabled: false },
    }),
  );
  await miniflare.ready;
  return {
    port,
    stop: async () => {
      await miniflare.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
