import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ErasureRequests } from "@sedge/protocol";
import { storedRows } from "@sedge/testbed/stored-rows";
import * as v from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { SITE } from "./edge-answer.ts";
import { sedgeIn } from "./sedge-command.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

const system = useTestSystem();
const EMAIL = "nora.lind@example.org";

const membersOf = (token = "") =>
  storedRows(system.operators.edge).filter(({ table, row }) => table === "members" && row["token"] === token);
const erased = (visitor: Visitor) => visitor.page.evaluate(() => window.sedge.eraseMyData());

/** Runs `sedge erasure-requests` as the edge's operator. */
async function requests(...args: readonly string[]): Promise<ErasureRequests["requests"]> {
  const folder = mkdtempSync(join(tmpdir(), "sedge-e2e-proof-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { edgeUrl, edgeAdminKey } = system.operators;
  writeFileSync(join(folder, "admin.key"), edgeAdminKey);
  const at = ["--endpoint", edgeUrl, "--site", SITE, "--admin-key", "admin.key", "--json"];
  const { exitCode, out, note } = await sedgeIn(folder, ["erasure-requests", ...args, ...at]);
  if (exitCode !== 0) throw new Error(note);
  return v.parse(ErasureRequests.entries.requests, JSON.parse(out));
}

test("reads and erases the profile of who is signed in; a browser that only knows the address gets its cluster and files a request", async () => {
  const nora = await system.visitor();
  await nora.arrive("Accept all");
  await nora.browse();
  expect(await nora.signIn({ email: EMAIL })).toContain("Linked");
  const { device, edge } = await nora.exportMyData();
  const [token] = device.tokens;
  expect(edge).toMatchObject({ tokens: [token] });

  // One knows the address and no password, and another is signed in as somebody else.
  for (const account of [undefined, { email: "somebody.else@example.org" }]) {
    const other = await system.visitor();
    await other.arrive("Accept all");
    if (account) await other.logIn(account);
    expect(await other.page.evaluate((email) => window.sedge.identify({ email }), EMAIL)).toMatchObject({
      state: "linked",
    });
    expect((await other.cluster()).channels).toContain("web");
    expect(await other.exportMyData()).toMatchObject({ device: { tokens: [token] }, edge: "proof-required" });
    const report = await erased(other);
    expect(report).toMatchObject({ device: "erased", edge: "requested", requestedUntil: expect.any(Number) });
    expect(await requests()).toMatchObject([{ token, due: report.requestedUntil }]);
    const status = () => other.page.evaluate(() => window.sedge.status().erasureRequestedUntil);
    expect(await status()).toBe(report.requestedUntil);
    if (account) expect(await requests("--decline", token ?? "")).toEqual([]);
    else {
      // It was a mistake: the same device takes it back, once it knows the address again.
      const revoked = () => other.page.evaluate(() => window.sedge.revokeErasure());
      await expect(revoked()).rejects.toThrow("no-identifier");
      await other.page.evaluate((email) => window.sedge.identify({ email }), EMAIL);
      expect(await revoked()).toEqual({ state: "revoked", revoked: 1, left: 0 });
      expect(await requests()).toEqual([]);
      expect(await status()).toBeNull();
    }
    expect(membersOf(token)).toHaveLength(1);
  }

  expect((await nora.exportMyData()).edge).toMatchObject({ tokens: [token] });
  expect(await erased(nora)).toEqual({ device: "erased", edge: "erased" });
  await expect.poll(() => membersOf(token), { timeout: PATIENCE_MS }).toEqual([]);
});
