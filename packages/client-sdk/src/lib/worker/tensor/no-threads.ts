/** Stands where TensorFlow.js would load its multi-threaded WASM glue: it hangs in a worker, and needs blob workers. */
export default function noThreads(): never {
  throw new Error("the multi-threaded WASM backend is not part of Sedge");
}

/** The source of the threads' worker; there is none. */
export const wasmWorkerContents = "";
