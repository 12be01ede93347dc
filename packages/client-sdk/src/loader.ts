import type { Classifier } from "./lib/public/classifier.ts";
import { LazyParts } from "./lib/lazy-parts.ts";
import { claimPage, isRunning } from "./lib/one-instance.ts";
import { call, type Call } from "./lib/script/calls.ts";
import { printProblems, warn } from "./lib/script/console.ts";
import { tagOptions } from "./lib/script/tag-options.ts";
import { parseSettings, type Settings } from "./lib/settings.ts";
import type { startClassifier } from "./lib/start-classifier.ts";
import type { connectWebview } from "./lib/webview/connect-webview.ts";

/** `window.sedge`: the page's stub, which queues; from this script on, a function that answers; at last, with the methods. */
interface Sedge extends Partial<Classifier> {
  (...values: unknown[]): unknown;
  /** Calls that the stub queued. */
  q?: Iterable<unknown>[];
  /** Set by this script, so that a second tag does nothing. */
  loaded?: boolean;
}
declare global {
  interface Window {
    sedge?: Sedge;
    /** The attributes of the tag, where a tag manager injects the script. */
    sedgeTag?: Record<string, string>;
  }
}

/**
 * Opens the page's storages, each in a task of its own. The first touch waits for the browser's process, up to 10 ms of the main
 * thread: not in one task with all that the SDK does at its start, and while its code is still on its way.
 */
async function openStorages(): Promise<void> {
  for (const name of ["localStorage", "sessionStorage"] as const) {
    await new Promise((resolve) => setTimeout(resolve));
    try {
      window[name].getItem("");
    } catch {
      // Refused, as with cookies blocked: the SDK will find the same and do without.
    }
  }
}

/** Whether a native app is around this page, by the object that its script has put here. */
const place = Object.hasOwn(window, "sedgeHost") ? "app" : "web";

/** The bridge to the native app, where there is one. Without the bridge the page goes on by itself. */
async function loadWebview({ assets }: Settings): Promise<{ connectWebview: typeof connectWebview } | undefined> {
  if (place === "web") return undefined;
  const address = `${assets}webview.js`;
  return import(/* @vite-ignore */ address).catch(() => warn("no-bridge: webview.js could not be loaded."));
}

async function load(settings: Settings): Promise<Classifier> {
  const leavePage = claimPage(window);
  const code = (file: string) => import(/* @vite-ignore */ settings.assets + file);
  const late = new LazyParts(window, settings, {
    personalize: () => code("personalize.js"),
    tagManagers: () => code("tag-managers.js"),
    arrival: () => code("arrival.js"),
  });
  const loading: Promise<{ startClassifier: typeof startClassifier }> = code("sdk.js");
  const arriving = late.arrivalCode();
  const [sdk, webview, arrival, reader] = await Promise.all([
    loading,
    loadWebview(settings),
    arriving,
    code("page-reader.js"),
    openStorages(),
  ]);
  // Evaluating the module was one task; starting it is another.
  await new Promise((resolve) => setTimeout(resolve));
  const watched = { ...settings, hooks: late.hooks(arrival, reader) };
  const classifier = late.join(
    sdk.startClassifier(watched, (page, api) => webview?.connectWebview(window, settings, page, api)),
  );
  classifier.on("problem", printProblems());
  const stop = () => {
    leavePage();
    classifier.stop();
  };
  return { ...classifier, stop };
}

/** Puts a function in the stub's place, which makes each call as soon as it can be made, and starts the SDK. */
async function start(settings: Settings): Promise<void> {
  // An element of the page may have the id `sedge`; an old framework may have replaced `Array.from`.
  const queued =
    typeof window.sedge === "function" ? [...(window.sedge.q ?? [])].map((values): Call => [...values]) : [];
  const ready = load(settings);
  const make = (values: Call) => call(ready, values);
  const sedge: Sedge = (...values) => make(values);
  sedge.loaded = true;
  window.sedge = sedge;
  // The stub's callers have no promise; a caller that wants failures passes a callback.
  for (const values of queued) make(values).catch(() => undefined);
  Object.assign(sedge, await ready);
}

/** The tag, where scripts are combined, deferred or loaded as modules and the browser names none: the one with the attributes. */
const tag = document.currentScript ?? document.querySelector("script[data-site][data-endpoint]");
if (window.sedge?.loaded || isRunning(window))
  warn("loaded-twice: this page runs Sedge already; this tag does nothing.");
else if (!(tag instanceof HTMLScriptElement))
  warn("no-tag: load sedge.js by a script tag with `data-site` and `data-endpoint`.");
else {
  Promise.resolve()
    .then(() => {
      // A tag manager's script has no attributes of its own.
      const options = tagOptions({ src: tag.src, dataset: Object.assign({}, tag.dataset, window.sedgeTag) });
      return start(parseSettings(options, "", document.baseURI, place));
    })
    .catch((error: unknown) => warn(error instanceof Error ? error.message : String(error)));
}
