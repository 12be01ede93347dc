export { normal, seededRandom } from "./lib/random/seeded-random.ts";
