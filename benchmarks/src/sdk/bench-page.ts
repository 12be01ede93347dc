import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { build } from "vite";
import { BUNDLE_ALIASES } from "../../../packages/client-sdk/src/lib/worker/tensor/bundle-aliases.ts";
import { byteSizes, type ByteSizes } from "./byte-sizes.ts";

const browser = join(import.meta.dirname, "browser");
const wasm = join(
  dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json")),
  "wasm-out",
);
const require = createRequire(import.meta.url);
/** Folders of the other libraries' WASM files, by URL path. */
const LIBRARY_FOLDERS: Readonly<Record<string, string>> = {
  wasm,
  ort: dirname(require.resolve("onnxruntime-web")),
  litert: join(dirname(require.resolve("@litertjs/core")), "..", "wasm"),
};
const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  "": "text/html",
};

/** An empty page with a worker script for each library, such as `/sedge/sedge-network.js`. */
export interface BenchPage {
  readonly url: string;
  /** Script bytes of the worker with plain TensorFlow.js, all chunks. */
  readonly plainSizes: ByteSizes;
  stop(): void;
}

/** Chunks of a worker by file name, built like the SDK. */
async function bundled(
  entry: string,
  alias: typeof BUNDLE_ALIASES,
  format: "es" | "iife" = "es",
): Promise<Map<string, string>> {
  const result = await build({
    root: browser,
    configFile: false,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    resolve: { alias },
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: join(browser, `${entry}.ts`),
        output: { format, entryFileNames: "[name].js", chunkFileNames: "chunk-[name]-[hash].js", minify: true },
      },
    },
  });
  const chunks = [result].flat().flatMap((one) => ("output" in one ? one.output : []));
  return new Map(chunks.flatMap((chunk) => (chunk.type === "chunk" ? [[chunk.fileName, chunk.code] as const] : [])));
}

/** Bundles the workers and serves them. Throws Vite's error if a build fails. */
export async function startBenchPage(): Promise<BenchPage> {
  const sedge = await bundled("sedge-network", BUNDLE_ALIASES);
  const plain = await bundled("plain-network", []);
  const onnx = await bundled("onnx-network", []);
  const litert = await bundled("litert-network", [], "iife");
  const read = async (path: string): Promise<string | Uint8Array | undefined> => {
    if (path === "/") return "<!doctype html><title>bench</title>";
    const [, folder = "", file = ""] = path.split("/");
    if (folder === "sedge") return sedge.get(file);
    if (folder === "plain") return plain.get(file);
    if (folder === "onnx") return onnx.get(file);
    if (folder === "litert" && litert.has(file)) return litert.get(file);
    const place = LIBRARY_FOLDERS[folder];
    return place && /^[\w.-]+\.(?:wasm|m?js)$/.test(file) ? readFile(join(place, file)) : undefined;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const body = await read(pathname);
    response.writeHead(body === undefined ? 404 : 200, { "content-type": TYPES[extname(pathname)] ?? "text/plain" });
    response.end(body);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the bench page has no port");
  const encoder = new TextEncoder();
  return {
    url: `http://localhost:${address.port}`,
    plainSizes: byteSizes([...plain.values()].map((code) => encoder.encode(code))),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
