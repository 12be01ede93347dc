export {
  type Friction,
  friction,
  type FrictionSignal,
  FRICTION_RULES,
  type FrictionRule,
} from "./lib/friction/friction.ts";
