declare const __SEDGE_BUILD__: string | undefined;

/** Names the build that this code is of: build.ts writes the same into the page's files and the worker's. */
export const BUILD_ID = typeof __SEDGE_BUILD__ === "string" ? __SEDGE_BUILD__ : "source";
