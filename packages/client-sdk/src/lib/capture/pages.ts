import { type PageWords, aliasProduct, filled } from "../product.ts";
import type { Capture, CaptureContext, PageNavigations } from "./capture-context.ts";

/** How long a single-page navigation gets to draw its page before its markup is read, in milliseconds. */
export const SETTLE_MS = 100;

/** The navigations as the classifier drives them. */
export interface DrivenNavigations extends PageNavigations {
  /** A page was announced by the site's code: the navigation happens now, and not again when the page has settled. */
  navigateNow(): void;
  stop(): void;
}

/** Identity of a page within a site: path and query, and the fragment only if it is a route. */
function addressOf({ pathname, search, hash }: Location): string {
  return pathname + search + (/^#!?\//.test(hash) ? hash : "");
}

/** Calls `moved` after each change of the address without a load. Returns the function that ends it. */
function watchAddress(window: Window & typeof globalThis, moved: () => void): () => void {
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) {
    navigation.addEventListener("currententrychange", moved);
    return () => navigation.removeEventListener("currententrychange", moved);
  }
  const { history } = window;
  const original = { pushState: history.pushState, replaceState: history.replaceState };
  for (const name of ["pushState", "replaceState"] as const) {
    history[name] = function patched(this: History, ...args: Parameters<History["pushState"]>) {
      original[name].apply(this, args);
      moved();
    };
  }
  window.addEventListener("popstate", moved);
  return () => {
    Object.assign(history, original);
    window.removeEventListener("popstate", moved);
  };
}

/** Watches for the navigations from page to page: loads, single-page navigations, and returns from the back-forward cache. */
export function watchNavigations(window: Window & typeof globalThis): DrivenNavigations {
  const leave: (() => void)[] = [];
  const enter: (() => void)[] = [];
  const end = new AbortController();
  let address = addressOf(window.location);
  let open = false;
  let settling: ReturnType<typeof setTimeout> | undefined;

  const leaveNow = () => {
    clearTimeout(settling);
    if (open) for (const listener of leave) listener();
    open = false;
  };
  const enterNow = () => {
    open = true;
    for (const listener of enter) listener();
  };
  const enterAfter = (delayMs: number) => {
    clearTimeout(settling);
    settling = setTimeout(enterNow, delayMs);
  };
  const stopAddress = watchAddress(window, () => {
    const now = addressOf(window.location);
    if (now === address) return;
    address = now;
    leaveNow();
    enterAfter(SETTLE_MS);
  });

  const { signal } = end;
  window.addEventListener("pagehide", leaveNow, { signal });
  window.addEventListener("pageshow", (event) => event.persisted && enterAfter(0), { signal });
  if (window.document.readyState === "loading") {
    window.document.addEventListener("DOMContentLoaded", () => open || enterAfter(0), { signal, once: true });
  } else enterAfter(0);

  return {
    onLeave: (listener) => leave.push(listener),
    onEnter: (listener) => enter.push(listener),
    navigateNow() {
      leaveNow();
      address = addressOf(window.location);
      open = true;
    },
    stop() {
      clearTimeout(settling);
      stopAddress();
      end.abort();
    },
  };
}

/** Notes the view of the open page, and the step towards buying that its kind is. The code's words go before the markup's. */
export function notePageView(context: CaptureContext, words: PageWords): void {
  const { document, location } = context.window;
  const seen = context.reader.readPage(document, location);
  const page = words.kind ?? seen.kind;
  const listPage = words.listPage ?? seen.listPage;
  const product = aliasProduct(filled(words.product, seen.product), context.alias);
  const at = context.now();
  const step = context.notePage(page);
  const { hooks } = context;
  context.emit({ kind: "page-view", at, page, ...product, listPage, arrival: hooks.arrival });
  hooks.arrival = undefined;
  if (step) context.emit({ kind: step, at });
}

/** Page views, single-page navigations included. What reads the markup of shop systems may be on its way: a view waits for it. */
export const capturePages: Capture = (context) => {
  const { entered = (view) => view({ product: {} }) } = context.hooks;
  /** The view that waits. */
  let waiting: (() => void) | undefined;
  const settle = () => {
    waiting?.();
    waiting = undefined;
  };
  const note = (words: PageWords) => {
    settle();
    const loading = context.reader.loadPresets(context.window.document);
    const view = () => notePageView(context, words);
    if (!loading) return view();
    waiting = view;
    void loading.then(() => waiting === view && settle());
  };
  context.navigations.onLeave(settle);
  context.navigations.onEnter(() => entered(note));
  return settle;
};
