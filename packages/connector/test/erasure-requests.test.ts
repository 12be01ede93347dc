import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ErasureAnswer } from "@sedge/protocol";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sedgeHere } from "./sedge.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-erasure-requests-"));
const [adminKey, wrongKey] = [join(folder, "admin.key"), join(folder, "wrong.key")];
const [first, second] = ["A".repeat(43), `${"B".repeat(42)}A`];
const DAY = 86_400;

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** An edge with two filed erasures. */
const open = new Map([first, second].map((token, index) => [token, index * DAY]));
const answered: unknown[] = [];
const edge = createServer((request, response) => {
  void textOf(request).then((text) => {
    if (request.headers.authorization !== "Bearer the-admin-key") return response.writeHead(401).end("{}");
    if (request.url !== "/v1/operator/sites/demo/erasure-requests") return response.writeHead(404).end("{}");
    const given = request.method === "POST" ? v.parse(ErasureAnswer, JSON.parse(text)) : undefined;
    if (given && !open.delete(given.token)) return response.writeHead(404).end("{}");
    if (given) answered.push(given);
    const operationId = "C".repeat(21) + "A";
    const requests = [...open].map(([token, filedAt]) => ({ token, operationId, filedAt, due: filedAt + 30 * DAY }));
    return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ requests }));
  });
});
beforeAll(async () => {
  writeFileSync(adminKey, "the-admin-key\n");
  writeFileSync(wrongKey, "another");
  await new Promise<void>((resolve) => void edge.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  edge.close();
  rmSync(folder, { recursive: true });
});
const endpoint = () => `http://127.0.0.1:${(edge.address() as AddressInfo).port}`;
const call = (at: string, site: string, key: string, ...args: readonly string[]) =>
  sedgeHere("erasure-requests", "--endpoint", at, "--site", site, "--admin-key", key, ...args);
const asked = (...args: readonly string[]) => call(endpoint(), "demo", adminKey, ...args);

test("lists the filed erasures with their days, answers one, and lists what is left", async () => {
  const lines = [`${"token".padEnd(43)}  filed       due`, `${first}  1970-01-01  1970-01-31`];
  expect(await asked()).toEqual({
    exitCode: 0,
    note: "",
    out: [...lines, `${second}  1970-01-02  1970-02-01`].join("\n"),
  });
  expect(await asked("--decline", second)).toEqual({ exitCode: 0, note: "", out: lines.join("\n") });
  expect(JSON.parse((await asked("--json")).out)).toMatchObject([{ token: first, filedAt: 0, due: 30 * DAY }]);
  expect((await asked("--erase", first)).out).toBe("No erasure waits for an answer.");
  expect(answered).toEqual([
    { token: second, answer: "decline" },
    { token: first, answer: "erase" },
  ]);
  expect(await asked("--erase", first)).toMatchObject({
    exitCode: 2,
    out: "",
    note: "operators-failed: the edge answered 404; the request is not answered.",
  });
});

test("says what is wrong with a call, or refused", async () => {
  for (const result of [
    asked("--erase", first, "--decline", second),
    asked("--erase", "no-token"),
    call("http://edge.example", "demo", adminKey),
    call(endpoint(), "no site", adminKey),
  ]) {
    expect(await result).toMatchObject({ exitCode: 2, out: "", note: expect.stringMatching(/^bad-option: .+\.$/) });
  }
  for (const [result, note] of [
    [call(endpoint(), "demo", wrongKey), "key-refused: the edge refuses the admin key."],
    [call("http://127.0.0.1:1", "demo", adminKey), "operators-failed: the edge cannot be reached; nothing is listed."],
  ] as const) {
    expect(await result).toMatchObject({ exitCode: 2, out: "", note });
  }
});
