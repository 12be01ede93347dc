import { expect, test } from "vitest";
import { assetFolder } from "./asset-folder.ts";

const origin = "https://shop.example";

test("served unbundled, the files lie beside the module", () => {
  expect(assetFolder("https://cdn.example/@sedge/client-sdk/dist/npm/index.js", origin)).toBe(
    "https://cdn.example/@sedge/client-sdk/dist/script/",
  );
});

test.each([
  ["a bundle of its own name (Rollup, Vite)", "https://shop.example/assets/main-B1x.js"],
  ["Vite's development server", "http://localhost:5173/node_modules/.vite/deps/@sedge_client-sdk.js?v=1"],
  ["the file on the builder's disk (webpack)", "file:///home/jo/shop/node_modules/@sedge/client-sdk/dist/npm/index.js"],
  ["nothing (esbuild's iife, CommonJS)", undefined],
])("a bundler that puts %s in its place finds them at /sedge/", (_, module) => {
  expect(assetFolder(module, origin)).toBe("https://shop.example/sedge/");
});
