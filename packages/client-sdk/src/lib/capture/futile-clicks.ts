// Loaded late, as no page needs it to be drawn.
export { captureDeadClicks } from "./dead-clicks.ts";
export { captureRageClicks } from "./rage-clicks.ts";
