/** How a built app is served: its folder of files, or the command that starts its own server on the port of `PORT`. */
export type Served = { readonly folder: string } | { readonly command: readonly string[] };

/** A project of `examples/apps`, installed with the packed package. */
export interface ExampleApp {
  /** Its folder's name. */
  readonly name: string;
  /** Absent: the project has no page, and its own `npm test` runs. */
  readonly served?: Served;
  /** Pages to open. Default: the start page. */
  readonly pages?: readonly string[];
  /** Scripts of its package.json that build it; the pages of each are opened. Default: `build`. */
  readonly builds?: readonly string[];
  /** `npm test` runs it; the others only `npm run examples`. */
  readonly isQuick?: true;
}

export const EXAMPLE_APPS: readonly ExampleApp[] = [
  { name: "esbuild", served: { folder: "public" }, pages: ["/", "/iife.html"], isQuick: true },
  { name: "rollup", served: { folder: "public" }, isQuick: true },
  { name: "vite", served: { folder: "dist" }, isQuick: true },
  { name: "webpack", served: { folder: "public" }, isQuick: true },
  // React mounts twice in strict mode where it is built for development.
  { name: "react", served: { folder: "dist" }, builds: ["build", "build:development"] },
  {
    name: "next",
    served: { command: ["node", "node_modules/next/dist/bin/next", "start"] },
    builds: ["build", "build:turbopack"],
  },
  { name: "nuxt", served: { command: ["node", ".output/server/index.mjs"] } },
  { name: "astro", served: { folder: "dist" } },
  { name: "sveltekit", served: { command: ["node", "build"] } },
  { name: "jest" },
  { name: "vitest" },
];
