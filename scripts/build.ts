import { runStep } from "./step.ts";

const built = runStep({ name: "client SDK", command: ["node", "packages/client-sdk/build.ts"] });
process.exit(built ? 0 : 1);
