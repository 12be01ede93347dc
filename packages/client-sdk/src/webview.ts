// What the loader imports inside an app's webview: dist/script/webview.js.
export { connectWebview } from "./lib/webview/connect-webview.ts";
