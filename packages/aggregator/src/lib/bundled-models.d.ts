// wrangler.jsonc bundles these files as data: as raw bytes, not as parsed values.
declare module "*/codebook-prior/codebook.json" {
  const bytes: ArrayBuffer;
  export default bytes;
}

declare module "*/till-prior/codebook.json" {
  const bytes: ArrayBuffer;
  export default bytes;
}

// This one is bundled as the value that it spells, which is parsed before it is used.
declare module "*/cluster-intents/weights.json" {
  const value: unknown;
  export default value;
}
