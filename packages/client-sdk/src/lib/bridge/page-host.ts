import type { WorkerModule } from "../worker-api.ts";
import { type Host, startWorker } from "./host.ts";
import { SedgeError } from "../sedge-error.ts";

function isWorkerModule(module: unknown): module is WorkerModule {
  return typeof module === "object" && module !== null && "serve" in module && typeof module.serve === "function";
}

/**
 * Starts the worker by a `blob:` address whose script imports the code when it runs: what a policy needs that allows workers by
 * `blob:` alone, as `worker-src` governs a worker's script with its static imports, and `script-src` what it imports later.
 * Messages that come meanwhile wait.
 */
export function startByImport(window: Window & typeof globalThis, assets: string): Host {
  const text = `const early = [];
const keep = (event) => early.push(event);
addEventListener("message", keep);
import(${JSON.stringify(`${assets}worker.js`)}).then(
  () => {
    removeEventListener("message", keep);
    for (const event of early) dispatchEvent(event);
  },
  (error) => setTimeout(() => { throw error; }),
);`;
  return startWorker(window, assets, URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}

/** Why the module could not be had: a file that is not there is the common case, and its fix is known. */
async function reasonOf(script: string): Promise<SedgeError> {
  const answer = await fetch(script, { credentials: "omit" }).catch(() => undefined);
  const type = answer?.headers.get("content-type") ?? "no type";
  if (!answer || (answer.ok && type.includes("javascript")))
    return new SedgeError("worker-unavailable", `The classifier could not be loaded from ${script}.`);
  return new SedgeError(
    "assets-missing",
    `${script} answers ${answer.status} (${type}). Run \`npx sedge-assets\` before the build, or set \`assets\` (\`data-assets\`) to the folder of Sedge's files.`,
  );
}

/**
 * Runs the worker's code on the page, for pages that let no worker start. Slower for the page's other work, the same otherwise.
 * @throws SedgeError `assets-missing`, or `worker-unavailable` where the code can't be loaded for another reason.
 */
export async function startOnPage(assets: string): Promise<Host> {
  const script = `${assets}worker.js`;
  const module: unknown = await import(/* @vite-ignore */ script).catch(() => null);
  if (!isWorkerModule(module)) throw await reasonOf(script);
  const { port1, port2 } = new MessageChannel();
  module.serve(port2);
  port1.start();
  return { kind: "page", endpoint: port1, failed: new Promise<never>(() => undefined), stop: () => port1.close() };
}

/** Deletes what is stored for a site, where the worker's code can't run. */
export async function deleteDatabase({ indexedDB }: Window & typeof globalThis, site: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(`sedge-${site}`);
    request.addEventListener("success", () => resolve());
    request.addEventListener("error", () => reject(new SedgeError("not-deleted", "Local data was not deleted.")));
  });
}
