/** A Vite plugin that gives Node a `.wasm` file as workerd does: its default export is the compiled module. */
export const compiledWasm = {
  name: "compiled-wasm",
  enforce: "pre" as const,
  load: (id: string) =>
    id.endsWith(".wasm")
      ? `import { readFileSync } from "node:fs";
         export default new WebAssembly.Module(readFileSync(${JSON.stringify(id)}));`
      : undefined,
};
