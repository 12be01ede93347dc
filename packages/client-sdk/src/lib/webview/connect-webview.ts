import type { CoreClassifier } from "../classifier-api.ts";
import type { PageClassifier } from "../page-classifier.ts";
import type { Settings } from "../settings.ts";
import { WebviewBridge } from "./webview-bridge.ts";
import { connectTo, findHost } from "./webview-host.ts";

/** Connects this page's Sedge with the native app around it, if the app lets it and nobody else has come first. */
export function connectWebview(
  window: Window & typeof globalThis,
  settings: Settings,
  page: PageClassifier,
  api: CoreClassifier,
): void {
  const host = findHost(window);
  // Set before any message can come: `connect` hands over what the app has sent so far.
  const early: string[] = [];
  let receive = (text: string): unknown => early.push(text);
  const connection = host && connectTo(host, (text) => receive(text));
  if (!connection) {
    const message = "The app's bridge is of another version, or another script of the page has taken it.";
    page.listeners.emit("problem", { code: "bridge-taken", message });
    return;
  }
  const bridge = new WebviewBridge(
    { api, page, settings, now: () => Date.now(), openedAt: window.performance.timeOrigin },
    connection,
  );
  bridge.open();
  receive = (text) => bridge.receive(text);
  for (const text of early) receive(text);
}
