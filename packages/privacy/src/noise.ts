export { discreteGaussians } from "./lib/noise/discrete-gaussian.ts";
export type { RandomSource } from "./lib/random-source.ts";
