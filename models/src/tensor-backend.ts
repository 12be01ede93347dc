import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { ready, setBackend } from "@tensorflow/tfjs-core";

/** Makes TF.js in Node use a backend. Throws Error if it does not start. */
export async function useBackend(name: "cpu" | "wasm"): Promise<void> {
  const main = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(`${dirname(main)}${sep}`);
  if (!(await setBackend(name))) throw new Error(`TF.js backend ${name} does not start here`);
  await ready();
}
