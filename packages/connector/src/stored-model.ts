export { readManifest, readStoredModel, type StoredModel } from "./lib/stored-model.ts";
