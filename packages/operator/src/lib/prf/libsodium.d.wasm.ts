/** libsodium as its author compiles it to WebAssembly for JavaScript (npm `libsodium-sumo`, ISC licence): see sodium-group.ts. */
declare const compiled: WebAssembly.Module;
export default compiled;
