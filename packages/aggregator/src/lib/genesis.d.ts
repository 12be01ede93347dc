// wrangler.jsonc bundles this file as data: the bytes as they are, not the value they spell.
declare module "*/codebook-prior/codebook.json" {
  const bytes: ArrayBuffer;
  export default bytes;
}
