// What a native app runs at each document's start, before any script of the page: the page's end of Sedge's bridge.
// The app puts its own values in for %NONCE% (22 or more random characters of A-Z a-z 0-9 _ -, new for each webview) and
// %ORIGINS% (the origins whose pages it trusts, a space between). See docs/webviews.md.
(() => {
  "use strict";
  const nonce = "%NONCE%";
  const origins = "%ORIGINS%".split(" ");
  // A frame inside the page, whoever's it is, gets no bridge; nor does a page that the webview was led away to.
  if (window !== window.top || !origins.includes(location.origin) || "sedgeHost" in window) return;
  // iOS and WebKitGTK; Android's WebMessageListener, or its older addJavascriptInterface.
  const native = window.webkit?.messageHandlers?.sedge ?? window.sedgeBridge;
  if (!native) return;
  const post = native.postMessage.bind(native);
  const early = [];
  let hear = (text) => early.length < 100 && early.push(text);
  let taken = false;
  const receive = (text) => void hear(text);
  // Android's listener answers with events; the other ways call `receive`.
  if (native.addEventListener) native.addEventListener("message", (event) => receive(event.data));
  const connect = (listener) => {
    if (taken) return null;
    taken = true;
    hear = listener;
    for (const text of early.splice(0)) listener(text);
    return Object.freeze({ nonce, post });
  };
  // Neither writable nor configurable: no script of the page can put its own in this place.
  Object.defineProperty(window, "sedgeHost", { value: Object.freeze({ version: 1, connect, receive }) });
})();
