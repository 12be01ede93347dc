import { runStep } from "./step.ts";

// Writes the documentation of the client SDK's public names to dist/api/.
process.exit(
  runStep({ name: "API documentation", command: ["node_modules/.bin/typedoc"], folder: "scripts/api-docs" }) ? 0 : 1,
);
