import { join } from "node:path";
import { build } from "vite";

/** Bundles the shop's browser script into one module, in memory. Throws Vite's error if the build fails. */
export async function bundleBrowserScript(): Promise<string> {
  const result = await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: "error",
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rollupOptions: { input: join(import.meta.dirname, "browser", "shop.ts"), output: { format: "es" } },
    },
  });
  const outputs = [result].flat().flatMap((one) => ("output" in one ? one.output : []));
  const entry = outputs.find((output) => output.type === "chunk" && output.isEntry);
  if (entry?.type !== "chunk") throw new Error("Vite built no entry for the shop's script.");
  return entry.code;
}
