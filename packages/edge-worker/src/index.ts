import { edgeApp } from "./lib/app.ts";

export { IdentityShard } from "./lib/identity/identity-shard.ts";

export default edgeApp();
