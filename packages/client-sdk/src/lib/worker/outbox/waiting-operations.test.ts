import { AssignBody, LinkToken, OperationId } from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import type { Operation } from "./operation.ts";
import { displaced, due, MAX_WAITING } from "./waiting-operations.ts";

const signingKey = { seed: new Uint8Array(32) };
const keysOf = (tokens: string) =>
  Array.from(tokens, (letter) => ({ token: v.parse(LinkToken, letter.repeat(42) + "A"), signingKey }));
const common = (id: string, tokens: string, enteredAt: number, notBefore = 0) => ({
  operationId: v.parse(OperationId, id.padEnd(22, "A")),
  keys: keysOf(tokens),
  receipt: { purposes: [], policyVersion: "2026-11", day: "2026-11-21" },
  enteredAt,
  attempts: 0,
  notBefore,
});
const plain = (
  action: "link" | "unlink" | "erase",
  id: string,
  tokens: string,
  at: number,
  notBefore = 0,
): Operation => ({
  action,
  ...common(id, tokens, at, notBefore),
});
const assign = (id: string, tokens: string, at: number, channel = "web", notBefore = 0): Operation => ({
  action: "assign",
  body: v.parse(AssignBody, { channel, codeword: { generation: 0, path: "1" } }),
  ...common(id, tokens, at, notBefore),
});
const short = (ids: readonly string[]) => ids.map((id) => id.replace(/A+$/, ""));

describe("displaced", () => {
  test("a newer codeword of the same channel and token replaces the older, and no other", () => {
    const waiting = [
      assign("old", "B", 1),
      assign("app", "B", 2, "app"),
      assign("else", "C", 3),
      assign("new", "B", 4),
    ];
    expect(short(displaced(waiting))).toEqual(["old"]);
  });
  test("a link replaces the links that it contains", () => {
    const waiting = [plain("link", "one", "B", 1), plain("link", "other", "D", 2), plain("link", "both", "BC", 3)];
    expect(short(displaced(waiting))).toEqual(["one"]);
  });
  test("an erasure makes everything of its tokens pointless, but no other erasure", () => {
    const waiting = [
      plain("link", "link", "B", 1),
      assign("assign", "B", 2),
      plain("erase", "first", "B", 3),
      plain("erase", "second", "B", 4),
      assign("after", "B", 5),
    ];
    expect(short(displaced(waiting))).toEqual(["link", "assign"]);
  });
  test("over the bound the oldest go, erasures last", () => {
    const erasures = Array.from({ length: 2 }, (_, at) => plain("erase", `e${at}`, "B", at));
    const others = Array.from({ length: MAX_WAITING }, (_, at) => plain("unlink", `u${at}`, "C", 10 + at));
    expect(short(displaced([...others, ...erasures]))).toEqual(["u0", "u1"]);
  });
});

describe("due", () => {
  test("comes oldest first, and only when its time has come", () => {
    const waiting = [assign("second", "B", 2), plain("link", "first", "B", 1), plain("link", "later", "C", 3, 5_000)];
    expect(short(due(waiting, 1_000).map(({ operationId }) => operationId))).toEqual(["first", "second"]);
    expect(due(waiting, 5_000)).toHaveLength(3);
  });
  test("a waiting operation delays the later ones of its token, and no others", () => {
    const waiting = [plain("link", "waits", "BC", 1, 9_000), assign("held", "C", 2), assign("free", "D", 3)];
    expect(short(due(waiting, 1_000).map(({ operationId }) => operationId))).toEqual(["free"]);
  });
});
