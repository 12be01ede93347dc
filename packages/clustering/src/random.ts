export { normal, seededRandom, xorshift128 } from "./lib/random/seeded-random.ts";
