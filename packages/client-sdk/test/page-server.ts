import { createServer, type Server } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { AddressInfo } from "node:net";

const DIST = join(import.meta.dirname, "../dist");
const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".bin": "application/octet-stream",
};

/** One test page: its markup, and headers such as a policy. */
export interface TestPage {
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A small site: pages by path, the built script under `/sdk/` (and `/script/`), and the package under `/npm/`. */
export interface PageServer {
  readonly origin: string;
  /** Every path that was asked for, in order. */
  readonly asked: string[];
  readonly pages: Map<string, TestPage>;
  stop(): Promise<void>;
}

/** Serves `pages`, on a free port. Every file of the SDK may be read from any origin, as on a content network. */
export async function servePages(): Promise<PageServer> {
  const pages = new Map<string, TestPage>();
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    asked.push(`${request.method} ${pathname}`);
    const page = pages.get(pathname);
    if (page) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers }).end(page.html);
      return;
    }
    const file = join(DIST, pathname.replace(/^\/sdk\//, "/script/"));
    readFile(file).then(
      (bytes) => {
        const type = TYPES[extname(file)] ?? "text/plain";
        response.writeHead(200, { "content-type": type, "access-control-allow-origin": "*" }).end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    pages,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
