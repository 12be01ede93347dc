import { type Form, matching, oneOf, shape } from "../form.ts";

/** The port to the native app, which can be obtained once. */
export interface HostConnection {
  /** Stands in every message of either side; only the app and who connected know it. */
  readonly nonce: string;
  /** Posts a text to the app. */
  readonly post: (text: string) => void;
}

/** What a native app puts on the pages of its webview before any of their own scripts runs (docs/webviews.md). */
export interface WebviewHost {
  readonly version: 1;
  /** Registers the receiver of the app's messages, and returns the port for replies; null if it has already been obtained. */
  readonly connect: (listener: (text: string) => void) => unknown;
}

const isFunction = ((value) => typeof value === "function") as Form<(...values: never[]) => unknown>;
const isHost = shape<WebviewHost>({ version: oneOf(1), connect: isFunction as Form<WebviewHost["connect"]> });
const isConnection = shape<HostConnection>({
  nonce: matching(/^[\w-]{22,86}$/),
  post: isFunction as Form<HostConnection["post"]>,
});

/**
 * The app around this page; null where there is none. Only a property that can't be replaced counts: what was there at the
 * document's start is what is there now.
 */
export function findHost(window: Window): WebviewHost | null {
  const { value, writable, configurable } = Object.getOwnPropertyDescriptor(window, "sedgeHost") ?? {};
  return isHost(value) && writable === false && configurable === false ? value : null;
}

/** Takes the one connection of a host; null where it is taken, or of another form. */
export function connectTo(host: WebviewHost, listener: (text: string) => void): HostConnection | null {
  const connection = host.connect(listener);
  return isConnection(connection) ? connection : null;
}
