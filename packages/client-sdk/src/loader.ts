import { tagOptions } from "./lib/script/tag-options.ts";

/** `window.sedge`: before this script, a stub that queues; after the SDK has come, the classifier's methods as well. */
interface Global {
  (...call: unknown[]): unknown;
  /** Calls that the documented stub queued. */
  q?: ArrayLike<unknown>[];
  /** Set by this script, so that a second tag does nothing. */
  loading?: boolean;
}

/** A call that waits for the SDK, and how its promise is kept. */
interface EarlyCall {
  readonly call: readonly unknown[];
  readonly settle: (outcome: unknown) => void;
}

// The page's own global, whose type this script defines.
const page = window as unknown as { sedge?: Global };
const tag = document.currentScript;

function tell(problem: string): void {
  // oxlint-disable-next-line no-console -- the page's author has nowhere else to look before the SDK is there
  console.error(`sedge: ${problem}`);
}

async function load(assets: string, options: unknown, calls: EarlyCall[]): Promise<void> {
  const sdk: { install: (options: unknown, calls: EarlyCall[]) => void } = await import(`${assets}sdk.js`);
  sdk.install(options, calls);
}

const options = tag instanceof HTMLScriptElement ? tagOptions(tag) : { problem: "no-tag: load sedge.js by a script tag." };
if ("problem" in options) tell(options.problem);
else if (page.sedge?.loading) tell("loaded-twice: the page has two of Sedge's script tags; the second does nothing.");
else {
  const calls: EarlyCall[] = (page.sedge?.q ?? []).map((call) => ({ call: Array.from(call), settle: () => undefined }));
  const queue: Global = (...call) => new Promise((settle) => calls.push({ call, settle }));
  queue.loading = true;
  page.sedge = queue;
  load(options.assets, options, calls).catch((error: unknown) =>
    tell(`not-loaded: ${options.assets}sdk.js could not be started: ${error instanceof Error ? error.message : "?"}`),
  );
}
