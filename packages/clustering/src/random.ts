export { normal } from "./lib/random/normal.ts";
export { seededRandom } from "./lib/random/seeded-random.ts";
