// What the loader imports for sites whose tag manager is read: dist/script/tag-managers.js.
export { TagReader } from "./lib/tag-manager/tag-reader.ts";
