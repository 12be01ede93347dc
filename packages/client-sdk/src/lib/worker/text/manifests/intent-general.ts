import manifest from "../../../../../../../models/intent-general/manifest.json" with { type: "json" };

/** Bundled, so that the hash it states is part of the code; in a file of its own, as few pages need it. */
export const MANIFEST: unknown = manifest;
