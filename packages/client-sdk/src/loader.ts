import type { Classifier } from "./lib/public/classifier.ts";
import { call, type Call } from "./lib/script/calls.ts";
import { printProblems, tell } from "./lib/script/console.ts";
import { tagOptions } from "./lib/script/tag-options.ts";
import { parseSettings, type Settings } from "./lib/settings.ts";

/** `window.sedge`: the page's stub, which queues; from this script on, a function that answers; at last, with the methods. */
interface Sedge extends Partial<Classifier> {
  (...values: unknown[]): unknown;
  /** Calls that the stub queued. */
  q?: ArrayLike<unknown>[];
  /** Set by this script, so that a second tag does nothing. */
  loaded?: boolean;
}
declare global {
  interface Window {
    sedge?: Sedge;
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

async function load(settings: Settings): Promise<Classifier> {
  const address = `${settings.assets}sdk.js`;
  const loading: Promise<{ startClassifier: (settings: Settings) => Classifier }> = import(/* @vite-ignore */ address);
  const [sdk] = await Promise.all([loading, openStorages()]);
  // Evaluating the module was one task; starting it is another.
  await new Promise((resolve) => setTimeout(resolve));
  const classifier = sdk.startClassifier(settings);
  classifier.on("problem", printProblems());
  return classifier;
}

/** Puts a function in the stub's place, which makes each call as soon as it can be made, and starts the SDK. */
async function start(settings: Settings): Promise<void> {
  const queued = Array.from(window.sedge?.q ?? [], (values): Call => Array.from(values));
  const ready = load(settings);
  const make = (values: Call) => call(ready, values);
  const sedge: Sedge = (...values) => make(values);
  sedge.loaded = true;
  window.sedge = sedge;
  // The stub's callers hold no promise; who wants to hear of a failure gave a callback.
  for (const values of queued) make(values).catch(() => undefined);
  Object.assign(sedge, await ready);
}

const tag = document.currentScript;
if (window.sedge?.loaded) tell("loaded-twice: the page has two of Sedge's script tags; the second does nothing.");
else if (!(tag instanceof HTMLScriptElement)) tell("no-tag: load sedge.js by a script tag, not as a module.");
else {
  Promise.resolve()
    .then(() => start(parseSettings(tagOptions(tag), "", document.baseURI)))
    .catch((error: unknown) => tell(error instanceof Error ? error.message : String(error)));
}
