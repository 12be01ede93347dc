import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";

const SCRIPT = join(import.meta.dirname, "../../examples/webview-gtk/sedge-host.js");

/** The nonce of the app that `addAndroidApp` plays. */
export const ANDROID_NONCE = "android-nonce-for-tests-0001";

/** The script that a native app runs at each document's start, with its values put in. */
export function hostScript(nonce: string, origin: string): string {
  return readFileSync(SCRIPT, "utf8").replaceAll("%NONCE%", nonce).replaceAll("%ORIGINS%", origin);
}

/**
 * Plays Android's app around Chromium's pages: the object that `WebMessageListener` puts into each frame, and after it the host
 * script. What the page says is kept on the object; dispatching a `message` on it is what the app's `replyProxy` does.
 */
export async function addAndroidApp(context: BrowserContext, origin: string): Promise<void> {
  await context.addInitScript(() => {
    const bridge = Object.assign(new EventTarget(), {
      told: [] as string[],
      postMessage: (text: string) => bridge.told.push(text),
    });
    Object.assign(window, { sedgeBridge: bridge });
  });
  await context.addInitScript(hostScript(ANDROID_NONCE, origin));
}
