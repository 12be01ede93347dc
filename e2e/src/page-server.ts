import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { onTestFinished } from "vitest";
import { SDK_FOLDER } from "./altered-sdk.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".bin": "application/octet-stream",
};

/**
 * Serves a few pages by path, with Sedge's files under `/sedge/`, until the end of the current test. Resolves to the
 * address, `http://localhost:{port}`.
 */
export async function servePages(pages: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const page = pages[pathname];
    const name = pathname === "/" ? "/index.html" : pathname;
    const bytes =
      page === undefined ? readFile(join(SDK_FOLDER, pathname.replace(/^\/sedge\//, ""))) : Promise.resolve(page);
    bytes.then(
      (body) =>
        response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "text/html; charset=utf-8" }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The site has no port.");
  return `http://localhost:${address.port}`;
}
