import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { bundleBrowserScript } from "./src/browser-bundle.ts";
import { CATALOGUE } from "./src/catalogue.ts";
import { layout, type SedgePlace } from "./src/layout.ts";
import { Login } from "./src/login/login.ts";
import { pageAt } from "./src/route.ts";
import { securityHeaders } from "./src/security-headers.ts";
import { staticFile } from "./src/static-folder.ts";

export interface ShopOptions extends SedgePlace {
  /** Default: any free port. */
  readonly port?: number;
  /** The secret of the site's login key, with which the shop proves who is signed in. Default: it proves nothing. */
  readonly loginKey?: string;
  /** Folder of the SDK's script build. Default: `packages/client-sdk/dist/script`. */
  readonly sedgeFolder?: string;
  /** Changes the pages' security headers, for tests of stricter sites. Receives the defaults. */
  readonly headers?: (defaults: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
}

/** A running shop. */
export interface Shop {
  /** `http://localhost:{port}`, without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

const assets = join(import.meta.dirname, "assets");
const builtSdk = join(import.meta.dirname, "..", "..", "packages", "client-sdk", "dist", "script");

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** Whether the browser may cache it. Pages are always revalidated. */
  readonly isCacheable?: boolean;
}

const NOT_FOUND: Answer = { status: 404, type: "text/plain; charset=utf-8", body: "Not found.\n" };

/** Serves the shop on the loopback interface. Rejects with Node's error if the port is taken. */
export async function startShop({
  port = 0,
  endpoint,
  site,
  withoutBackends,
  aggregatorKey,
  loginKey,
  sedgeFolder = builtSdk,
  headers,
}: ShopOptions): Promise<Shop> {
  const script = await bundleBrowserScript();
  const catalogue = JSON.stringify(CATALOGUE);
  const defaults = securityHeaders(endpoint);
  const pageHeaders = headers?.(defaults) ?? defaults;
  const login = new Login({ endpoint, site, loginKey });
  const place = { endpoint, site, aggregatorKey, ...(withoutBackends === undefined ? {} : { withoutBackends }) };

  async function answerTo(url: URL): Promise<Answer> {
    const { pathname } = url;
    if (pathname === "/assets/shop.js")
      return { status: 200, type: "text/javascript; charset=utf-8", body: script, isCacheable: true };
    if (pathname === "/assets/catalogue.json")
      return { status: 200, type: "application/json", body: catalogue, isCacheable: true };
    for (const [prefix, folder] of [
      ["/assets/", assets],
      ["/sedge/", sedgeFolder],
    ] as const) {
      if (!pathname.startsWith(prefix)) continue;
      const file = await staticFile(folder, pathname.slice(prefix.length));
      return file ? { status: 200, type: file.type, body: file.bytes, isCacheable: true } : NOT_FOUND;
    }
    const page = pageAt(url);
    return { status: page.status ?? 200, type: "text/html; charset=utf-8", body: layout(page, place) };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    const address = `http://shop.invalid${path.startsWith("/") ? "" : "/"}${path}`;
    const signedIn = URL.canParse(address) ? await login.answer(request, new URL(address)) : undefined;
    if (signedIn) {
      const { status, body, cookie } = signedIn;
      const headers = {
        ...pageHeaders,
        "cache-control": "no-store",
        ...(cookie !== undefined && { "set-cookie": cookie }),
      };
      response.writeHead(status, headers).end(body);
      return;
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { ...pageHeaders, allow: "GET, HEAD" }).end();
      return;
    }
    const { status, type, body, isCacheable } = URL.canParse(address) ? await answerTo(new URL(address)) : NOT_FOUND;
    response.writeHead(status, {
      ...pageHeaders,
      "content-type": type,
      "content-length": Buffer.byteLength(body),
      "cache-control": isCacheable ? "max-age=300" : "no-cache",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://localhost:${bound}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
