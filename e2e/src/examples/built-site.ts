import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { claimPort } from "@sedge/testbed";
import type { Served } from "./example-app.ts";
import { environment } from "./npm-command.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".bin": "application/octet-stream",
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** A server of a built app. */
export interface BuiltSite {
  /** Without a slash at the end. */
  readonly origin: string;
  stop(): Promise<void>;
}

/** Serves the files of a folder, as any web server does. */
async function serveFolder(folder: string): Promise<BuiltSite> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    readFile(join(folder, path)).then(
      (bytes) => response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The site has no port.");
  return {
    origin: `http://localhost:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** How long a framework's server may take to answer, in milliseconds. */
const START_MS = 120_000;

/** Starts an app's own server and waits until it answers. */
async function startServer(folder: string, [program = "", ...args]: readonly string[]): Promise<BuiltSite> {
  const port = await claimPort();
  const env = { ...environment(), HOST: "127.0.0.1", PORT: String(port), NODE_ENV: "production" };
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  const ended = once(child, "close");
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  const origin = `http://localhost:${port}`;
  const patience = AbortSignal.timeout(START_MS);
  while (
    !(await fetch(`http://127.0.0.1:${port}/`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (patience.aborted || child.exitCode !== null) {
      await stop();
      throw new Error(`${program} ${args.join(" ")} does not answer:\n${output}`);
    }
    await setTimeout(50);
  }
  return { origin, stop };
}

/** Serves an app that has been built in this folder. */
export function serve(folder: string, served: Served): Promise<BuiltSite> {
  return "folder" in served ? serveFolder(join(folder, served.folder)) : startServer(folder, served.command);
}
