/** `node packages/operator/test/write-libsodium.ts` writes libsodium.wasm again, after libsodium was updated. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { libsodiumPackage } from "./libsodium-package.ts";

const folder = join(import.meta.dirname, "..", "src", "lib", "prf");
const { wasm, licence } = libsodiumPackage();
writeFileSync(join(folder, "libsodium.wasm"), wasm);
writeFileSync(join(folder, "libsodium.LICENSE.txt"), licence);
