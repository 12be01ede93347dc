import { runStep } from "./step.ts";
import { readTask } from "./task-call.ts";

readTask("npm run build", {
  purpose: "Builds the published packages: the client SDK, the connector and the sedge command.",
  options: [],
});

const built = [
  runStep({ name: "client SDK", command: ["node", "packages/client-sdk/build.ts"] }),
  runStep({ name: "connector", command: ["node", "packages/connector/build.ts"] }),
  runStep({ name: "sedge command", command: ["node", "packages/cli/build.ts"] }),
];
process.exit(built.every(Boolean) ? 0 : 1);
