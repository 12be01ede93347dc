import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The WebAssembly of an installed libsodium, and the names of its exports by the functions' own. */
interface LibsodiumPackage {
  readonly wasm: Buffer;
  readonly licence: string;
  readonly exportOf: (name: string) => string | undefined;
}

/** Reads `libsodium-sumo` as the connector has it installed: its one module has the WebAssembly as base64. */
export function libsodiumPackage(): LibsodiumPackage {
  const connector = createRequire(join(import.meta.dirname, "..", "..", "connector", "package.json"));
  const wrappers = createRequire(connector.resolve("libsodium-wrappers-sumo"));
  const [folder = ""] = wrappers.resolve("libsodium-sumo").split("dist");
  // The script for older module systems also has a second build, without WebAssembly and with other names.
  const text = readFileSync(join(folder, "dist", "modules-sumo-esm", "libsodium-sumo.mjs"), "utf8");
  const [base64 = ""] = text.match(/[\w+/]{1000,}=*/) ?? [];
  const wasm = Buffer.from(base64, "base64");
  return {
    wasm,
    licence: readFileSync(join(folder, "LICENSE"), "utf8"),
    exportOf: (name) => new RegExp(`\\._${name}=\\w+\\.([\\w$]+)`).exec(text)?.[1],
  };
}
