import type { Adapter } from "./adapter.ts";

/**
 * Messages of a person's devices: one record per message, with whether it reports a fault. Sample:
 * samples/device-telemetry.
 */
export const DEVICE_TELEMETRY: Adapter = {
  name: "device-telemetry",
  usual: {
    id: ["message id", "reading id", "telemetry id"],
    time: ["sent at", "reading time", "device time"],
    fault: ["fault", "error", "alarm", "severity", "level"],
  },
  words: { fault: { yes: ["yes", "true", "1", "fault", "error", "critical", "alarm"] } },
  isContact: true,
  readsDescriptions: false,
};
