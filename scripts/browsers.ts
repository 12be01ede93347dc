// Installs what the tests need and the machine lacks. A step of its own: package managers wait for each other, and take longer than a test may.
import { installChromium, installFirefox, installWebkit } from "@sedge/testbed";

await installChromium();
if (process.argv.includes("--all")) {
  installWebkit();
  installFirefox();
}
