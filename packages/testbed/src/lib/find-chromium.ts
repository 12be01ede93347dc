import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { installDebianPackages } from "./debian-packages.ts";
import { isExecutable, onPath } from "./executable.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chromium-headless-shell"];
/** Playwright's downloaded browsers, newest revision last. */
const PLAYWRIGHT_BINARIES = [
  "chrome-linux/chrome",
  "chrome-linux64/chrome",
  "chrome-headless-shell-linux64/chrome-headless-shell",
];

function playwrightBrowsers(env: NodeJS.ProcessEnv): string[] {
  const cache =
    env["PLAYWRIGHT_BROWSERS_PATH"] ?? join(env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "ms-playwright");
  if (!existsSync(cache)) return [];
  const revisions = readdirSync(cache).filter((name) => name.startsWith("chromium"));
  revisions.sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
  return revisions.flatMap((revision) => PLAYWRIGHT_BINARIES.map((binary) => join(cache, revision, binary)));
}

/**
 * An existing Chromium or Chrome: `CHROMIUM_PATH`, then the PATH, then Playwright's cache; undefined if there is none.
 * Throws if `CHROMIUM_PATH` is not an executable program.
 */
export function existingChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = env["CHROMIUM_PATH"];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH is ${chosen}, which is not an executable program.`);
  }
  return onPath(NAMES, env) ?? playwrightBrowsers(env).find(isExecutable);
}

function installPlaywrightBrowser(): void {
  console.log("No Chromium found. Downloading Playwright's …");
  const manifest = createRequire(import.meta.url).resolve("playwright-core/package.json");
  spawnSync(process.execPath, [join(dirname(manifest), "cli.js"), "install", "chromium"], { stdio: "inherit" });
}

const NONE =
  "Chromium could not be found or installed. Install it (on Debian: apt install chromium) or set CHROMIUM_PATH.";

/** The path of an existing Chromium. Throws an error with instructions if there is none. */
export function findChromium(): string {
  const found = existingChromium();
  if (found) return found;
  throw new Error(NONE);
}

/**
 * Chromium's headless shell in the same folder as this Chromium (Debian's `chromium-headless-shell`): the same engine without
 * the browser's own windows and WebGPU. It takes less than half of the CPU time per page. Undefined if there is none.
 */
export function headlessShellBeside(chromium: string): string | undefined {
  const shell = join(dirname(chromium), "chromium-headless-shell");
  return isExecutable(shell) ? shell : undefined;
}

/** Installs Debian's headless shell if Debian's Chromium is there without it. Without it, tests run in Chromium itself. */
export function installHeadlessShell(): void {
  const chromium = existingChromium();
  if (chromium === undefined || dirname(chromium) !== "/usr/bin" || headlessShellBeside(chromium) !== undefined) return;
  installDebianPackages("Chromium headless shell", ["chromium-headless-shell"]);
}

/**
 * The path of a Chromium: an existing one, or Debian's package (as root) or Playwright's download, installed now. Throws an
 * error with instructions if none can be installed.
 */
export async function installChromium(): Promise<string> {
  const installPackage = () => installDebianPackages("Chromium", ["chromium", "chromium-headless-shell"]);
  for (const install of [() => undefined, installPackage, installPlaywrightBrowser]) {
    install();
    const found = existingChromium();
    if (found) return found;
  }
  throw new Error(NONE);
}
