export { type DeviceCost, deviceCost } from "./lib/cluster/device-cost.ts";
export { type DeviceSpendings, fullPanel } from "./lib/cluster/full/full-panel.ts";
export { type NoiseSources, noiseSources } from "./lib/cluster/noise-sources.ts";
export { type DevicePoints, sumsPanel } from "./lib/cluster/sums-panel.ts";
export { type PrivateBounds, privateBounds } from "./lib/cluster/private-bounds.ts";
