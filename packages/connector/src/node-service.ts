export { secretOf } from "./lib/operators/connector-key-command.ts";
export { nodeListener } from "./lib/push/live/node-listener.ts";
