import { installFirefox, launchChromium, launchFirefox, startWireTap } from "@sedge/testbed";
import type { Browser, BrowserContextOptions } from "playwright-core";

/** The browser of the tests: each project of vitest.config.ts names its own. */
export const isFirefox = process.env["SEDGE_BROWSER"] === "firefox";

/** Options of a browser profile. Firefox's extended-support release does not accept a colour scheme. */
export const PROFILE: BrowserContextOptions = isFirefox ? { colorScheme: null } : {};

export type FoundBrowser = { readonly browser: Browser } | { readonly skipped: string };

/** A tap receives what the browser sends by itself, outside all visitors' profiles. */
async function launch(webgpu: boolean): Promise<FoundBrowser> {
  const firefox = isFirefox ? installFirefox() : undefined;
  if (firefox && "skipped" in firefox) return firefox;
  const tap = await startWireTap();
  return { browser: firefox ? await launchFirefox(firefox.path, tap) : await launchChromium({ tap, webgpu }) };
}

const launched = new Map<boolean, Promise<FoundBrowser>>();

/**
 * The browser of this process, or the reason why the tests are skipped. The files that run in a process share it, because a
 * start takes seconds of CPU time; each visitor has a profile of its own. It ends with the process.
 */
export function sharedBrowser(webgpu: boolean): Promise<FoundBrowser> {
  const found = launched.get(webgpu) ?? launch(webgpu);
  launched.set(webgpu, found);
  return found;
}
