// The page side of Sedge's bridge. A native app runs it at each document's start, before any script of the page.
// The app replaces %NONCE% (22 or more random characters of A-Z a-z 0-9 _ -, new for each webview) and %ORIGINS%
// (the origins of trusted pages, separated by spaces). See docs/webviews.md.
(() => {
  "use strict";
  const nonce = "%NONCE%";
  const origins = "%ORIGINS%".split(" ");
  // Frames and pages of other origins get no bridge.
  if (window !== window.top || !origins.includes(location.origin) || "sedgeHost" in window) return;
  // iOS and WebKitGTK; otherwise Android's WebMessageListener or the older addJavascriptInterface.
  const native = window.webkit?.messageHandlers?.sedge ?? window.sedgeBridge;
  if (!native) return;
  const post = native.postMessage.bind(native);
  const early = [];
  let handle = (text) => early.length < 100 && early.push(text);
  let isConnected = false;
  const receive = (text) => void handle(text);
  // Android's listener sends events; the other platforms call `receive`.
  if (native.addEventListener) native.addEventListener("message", (event) => receive(event.data));
  const connect = (listener) => {
    if (isConnected) return null;
    isConnected = true;
    handle = listener;
    for (const text of early.splice(0)) listener(text);
    return Object.freeze({ nonce, post });
  };
  // Not writable or configurable, so page scripts cannot replace it.
  Object.defineProperty(window, "sedgeHost", { value: Object.freeze({ version: 1, connect, receive }) });
})();
