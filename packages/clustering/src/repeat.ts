export { firstDifference } from "./lib/repeat/first-difference.ts";
export {
  checkGeneration,
  type GenerationBase,
  type GenerationFault,
  METHOD,
  repeatedGeneration,
} from "./lib/repeat/repeated-generation.ts";
