import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LedgerEntry } from "@sedge/client-sdk";
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

/** Events of a visit to native screens: products of two categories, one added to the cart. Milliseconds since 1970. */
export function nativeVisit(from: number) {
  const product = (index: number) => ({ item: `item-${index}`, category: `category-${index % 2}`, price: 20 + index });
  return [
    { name: "screen", at: from, kind: "home", seconds: 4 },
    ...[1, 2, 3, 4].map((index) => {
      return { name: "screen", at: from + index * 10_000, kind: "product", seconds: 8, ...product(index) };
    }),
    { name: "cart-add", at: from + 49_000, ...product(4) },
    { name: "screen", at: from + 50_000, kind: "cart", seconds: 3 },
  ];
}

/** The path of the last codeword that a device sent, from its ledger. */
export function lastCodeword(ledger: readonly LedgerEntry[]): string | undefined {
  const sent = ledger.filter(({ rows }) => rows.includes(3)).at(-1);
  return /path\\?":\\?"([^"\\]*)/.exec(sent?.body ?? "")?.[1];
}
