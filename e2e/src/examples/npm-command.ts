import { spawn } from "node:child_process";
import { once } from "node:events";

/** What a test runner, or npm, sets for itself; an app's build would take it for its own. */
const OF_RUNNERS =
  /^(?:NODE_ENV|NODE_OPTIONS|VITEST.*|TEST|MODE|DEV|PROD|SSR|BASE_URL|INIT_CWD|npm_(?!config_).*|npm_config_local_prefix)$/;

/** The environment of an app's build and server: as a user's shell has it, without reports to the makers of frameworks. */
export function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !OF_RUNNERS.test(name));
  return {
    ...Object.fromEntries(own),
    ASTRO_TELEMETRY_DISABLED: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    NUXT_TELEMETRY_DISABLED: "1",
    NO_COLOR: "1",
  };
}

/** Runs npm in a folder and resolves to what it printed. Throws an error with its last lines if it fails. */
export async function npm(folder: string, ...args: readonly string[]): Promise<string> {
  const child = spawn("npm", args, { cwd: folder, env: environment(), stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  const [status] = await once(child, "close");
  if (status === 0) return output;
  const end = output.trimEnd().split("\n").slice(-40).join("\n");
  throw new Error(`npm ${args.join(" ")} exited with ${String(status)} in ${folder}:\n${end}`);
}
