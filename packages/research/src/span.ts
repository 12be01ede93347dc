export { simulatedDevices } from "./lib/span/simulated-devices.ts";
export { learnInSpan } from "./lib/span/learn-in-span.ts";
