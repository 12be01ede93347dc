import { runStep } from "./step.ts";

const built = [
  runStep({ name: "client SDK", command: ["node", "packages/client-sdk/build.ts"] }),
  runStep({ name: "connector", command: ["node", "packages/connector/build.ts"] }),
  runStep({ name: "sedge command", command: ["node", "packages/cli/build.ts"] }),
];
process.exit(built.every(Boolean) ? 0 : 1);
