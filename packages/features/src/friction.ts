export { type Friction, friction, type FrictionSignal } from "./lib/friction/friction.ts";
export { FRICTION_RULES, type FrictionRule } from "./lib/friction/friction-rules.ts";
