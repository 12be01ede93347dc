import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";

const SCRIPT = join(import.meta.dirname, "../../examples/webview-gtk/sedge-host.js");

/** The nonce of the app that `addAndroidApp` simulates. */
export const ANDROID_NONCE = "android-nonce-for-tests-0001";

/** The script that a native app runs at each document's start, with its values filled in. */
export function hostScript(nonce: string, origin: string): string {
  return readFileSync(SCRIPT, "utf8").replaceAll("%NONCE%", nonce).replaceAll("%ORIGINS%", origin);
}

/**
 * Simulates an Android app around Chromium's pages: the object that `WebMessageListener` injects into each frame, then the
 * host script. The object records the page's messages; dispatching a `message` on it does what the app's `replyProxy` does.
 */
export async function addAndroidApp(context: BrowserContext, origin: string): Promise<void> {
  await context.addInitScript(() => {
    const bridge = Object.assign(new EventTarget(), {
      received: [] as string[],
      postMessage: (text: string) => bridge.received.push(text),
    });
    Object.assign(window, { sedgeBridge: bridge });
  });
  await context.addInitScript(hostScript(ANDROID_NONCE, origin));
}
