import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { type AddressInfo } from "node:net";
import { delimiter, dirname, extname, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { build, type Rolldown } from "vite";
import { BUNDLE_ALIASES } from "../../src/lib/worker/tensor/bundle-aliases.ts";

const packageRoot = join(import.meta.dirname, "../..");
const models = join(packageRoot, "../../models");
const require = createRequire(import.meta.url);
const wasm = join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "wasm-out");

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A Chromium on this machine: `CHROMIUM_PATH`, or one on the PATH; undefined without. */
export function chromiumPath(): string | undefined {
  const chosen = process.env["CHROMIUM_PATH"];
  if (chosen) return chosen;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));
}

/** Everything that a browser is given: the worker's bundle, the checks, models and WASM, from one origin. */
export interface Bench {
  readonly origin: string;
  readonly browser: Browser;
  /** Requests that reached the server, in order: method and path. */
  readonly requests: string[];
  /** Sets the Content-Security-Policy of every answer. */
  policy: string | undefined;
  /** A fresh visitor: a page with a storage of its own. */
  page(): Promise<Page>;
  close(): Promise<void>;
}

/** Bundles the worker and the checks as the package does, serves them, and starts Chromium. */
export async function startBench(executablePath: string, args: readonly string[]): Promise<Bench> {
  const code = await bundles();
  const requests: string[] = [];
  const settings: { policy: string | undefined } = { policy: undefined };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    requests.push(`${request.method} ${path}`);
    const body = fileFor(path, code);
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": TYPES[extname(path)] ?? "text/html",
      ...(settings.policy !== undefined && { "content-security-policy": settings.policy }),
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${addressOf(server.address()).port}`;
  const browser = await chromium.launch({
    executablePath,
    ignoreDefaultArgs: ["--headless", "--headless=old"],
    args: ["--headless=new", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), ...args],
  });
  return {
    origin,
    browser,
    requests,
    set policy(policy: string | undefined) {
      settings.policy = policy;
    },
    get policy() {
      return settings.policy;
    },
    page: async () => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(origin);
      return page;
    },
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address;
}

async function bundles(): Promise<ReadonlyMap<string, string>> {
  const built = await build({
    root: packageRoot,
    configFile: false,
    logLevel: "warn",
    resolve: { alias: BUNDLE_ALIASES },
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: {
          worker: join(packageRoot, "src/worker.ts"),
          checks: join(import.meta.dirname, "browser-checks.ts"),
          caller: join(import.meta.dirname, "worker-caller.ts"),
        },
        preserveEntrySignatures: "strict",
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunk-[name]-[hash].js" },
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ("output" in one ? one.output : []));
  const chunks = outputs.filter((one): one is Rolldown.OutputChunk => one.type === "chunk");
  return new Map(chunks.map(({ fileName, code }) => [`/${fileName}`, code]));
}

function fileFor(path: string, code: ReadonlyMap<string, string>): string | Uint8Array | undefined {
  if (path === "/") return "<!doctype html><title>bench</title>";
  const chunk = code.get(path);
  if (chunk !== undefined) return chunk;
  const [, folder, ...rest] = path.split("/");
  if (folder === "models" && rest.length === 2) return read(join(models, ...rest));
  if (folder === "wasm" && rest.length === 1) return read(join(wasm, ...rest));
  if (folder === "changed") return oneByteChanged(read(join(models, ...rest.slice(1))));
  return undefined;
}

function read(path: string): Uint8Array | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}

function oneByteChanged(bytes: Uint8Array | undefined): Uint8Array | undefined {
  return bytes?.map((byte, at) => (at === 0 ? byte ^ 1 : byte));
}
