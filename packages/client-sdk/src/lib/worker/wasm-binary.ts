import type { Send } from "./wire/wire.ts";
import { sha256Hex } from "./storage/found-file.ts";

/** Hex SHA-256 of `tfjs-backend-wasm-simd.wasm` of TensorFlow.js 4.22.0. */
export const WASM_SHA256 = "77ebb28a6d34f371dbbf2086b7f2de8994acd8ea5a3cf1fa24d2c26c840cac7b";
/** Its length, in bytes. */
export const WASM_BYTES = 424_594;

/** The WASM backend's binary from the static folder, verified. Rejects with the reason if it is unavailable. */
export async function wasmBinary(send: Send): Promise<Uint8Array<ArrayBuffer>> {
  const { status, bytes } = await send({ asset: "wasm/tfjs-backend-wasm-simd.wasm", maxBytes: WASM_BYTES });
  if (status !== 200) throw new Error("the WebAssembly binary could not be fetched");
  if ((await sha256Hex(bytes)) !== WASM_SHA256) throw new Error("the WebAssembly binary failed its hash");
  return bytes;
}
