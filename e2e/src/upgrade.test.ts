import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MIN_SUPPORTED_VERSION, PROTOCOL_VERSION } from "@sedge/protocol";
import { storedRows } from "@sedge/testbed/stored-rows";
import { expect, test } from "vitest";
import { alteredSdk } from "./altered-sdk.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS } from "./visitor.ts";

const system = useTestSystem();
const memberRows = (token: string) =>
  storedRows(system.operators.edge).filter(({ table, row }) => table === "members" && row["token"] === token);

/** The worker's code, signing its messages as a version of the protocol that the edge supports no longer. */
function unsupported(worker: string): string {
  const altered = worker.replace(`version:${PROTOCOL_VERSION},site:`, `version:${MIN_SUPPORTED_VERSION - 1},site:`);
  if (altered === worker) throw new Error("The built worker writes the version of its messages in another way.");
  return altered;
}

// Killed mutant: an outbox that drops what an edge of another version refuses ("old-page-drops-queue").
test("an erasure that an old page asks for stays queued, and the next page with new code sends it", async () => {
  const folder = alteredSdk("worker.js", (bytes) => bytes);
  const path = join(folder, "worker.js");
  const current = readFileSync(path, "utf8");
  const visitor = await system.visitor({ site: await system.otherShop({ sedgeFolder: folder }) });
  await visitor.arrive("Accept all", "/account");
  expect(await visitor.signIn({ email: "upgrade@example.org" })).toMatch(/^Linked/);
  const [token = ""] = (await visitor.exportMyData()).device.tokens;
  expect(memberRows(token)).toHaveLength(1);

  writeFileSync(path, unsupported(current));
  await visitor.goTo("/about");
  await visitor.isRunning();
  const problem = visitor.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        window.sedge.on("problem", ({ code }) => {
          if (code === "update-needed") resolve(code);
        });
      }),
  );
  expect(await visitor.page.evaluate(() => window.sedge.eraseMyData())).toEqual({ device: "erased", edge: "waiting" });
  expect(await problem).toBe("update-needed");
  expect(memberRows(token)).toHaveLength(1);

  writeFileSync(path, current);
  await visitor.goTo("/help");
  await expect.poll(() => memberRows(token), { timeout: PATIENCE_MS }).toEqual([]);
});
