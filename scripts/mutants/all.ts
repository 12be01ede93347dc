import { consent } from "./consent.ts";
import { identity } from "./identity.ts";
import { privacyOfNoise } from "./noise.ts";
import { operator } from "./operator.ts";
import { privacy } from "./privacy.ts";
import { rounds } from "./rounds.ts";
import { wire } from "./wire.ts";
import type { Mutant } from "./mutant.ts";

/** Every mutant of every area. */
export const MUTANTS: readonly Mutant[] = [
  ...consent,
  ...identity,
  ...privacyOfNoise,
  ...operator,
  ...privacy,
  ...rounds,
  ...wire,
];
