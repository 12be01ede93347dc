// Installs the browsers that the tests need and the machine lacks. A separate step, because package managers lock each other and take longer than a test's timeout.
import { installChromium, installFirefox, installHeadlessShell, installWebkit } from "@sedge/testbed";

await installChromium();
installHeadlessShell();
if (process.argv.includes("--all")) {
  installWebkit();
  installFirefox();
}
