import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = [
  // The headless shell takes less than half of the CPU time per page.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** Where a Chromium is, as the CHROMIUM_PATH variable, the system or Playwright has it. */
function executable(): string {
  const found = [process.env["CHROMIUM_PATH"], ...PLACES, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  );
  if (!found)
    throw new Error("No Chromium was found; install Debian's package `chromium`, or name one in CHROMIUM_PATH.");
  return found;
}

/** Starts a Chromium for one test file. */
export function launch(): Promise<Browser> {
  const executablePath = executable();
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      executablePath.endsWith("headless-shell") ? "--headless" : "--headless=new",
      "--disable-background-networking",
      "--disable-gpu",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}
