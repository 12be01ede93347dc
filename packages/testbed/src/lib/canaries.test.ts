import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { canaries, type Canary, canaryFinder, findCanaries } from "./canaries.ts";
import { CANARIES } from "./canaries.ts";

/** Ways in which a program could send a value, implemented independently of the finder. */
const CARELESS: Record<string, (value: string) => string | Buffer> = {
  "in clear": (value) => value,
  "in lower case": (value) => value.toLowerCase(),
  "UTF-16": (value) => Buffer.from(value, "utf16le"),
  "in JSON": (value) => JSON.stringify({ value: value.toUpperCase() }),
  "a query": (value) => `?q=${encodeURIComponent(value)}`,
  "a form": (value) => new URLSearchParams({ q: value }).toString(),
  hex: (value) => Buffer.from(value).toString("hex").toUpperCase(),
  base64: (value) => Buffer.from(value).toString("base64"),
  "base64 after one character": (value) => Buffer.from(`a${value}b`).toString("base64"),
  "base64url after two characters": (value) => Buffer.from(`é${value}`).toString("base64url"),
  ...Object.fromEntries(
    ["md5", "sha1", "sha256"].flatMap((algorithm) => {
      const hash = (value: string) => createHash(algorithm).update(value.trim().toLowerCase());
      return [
        [`hex of ${algorithm}`, (value: string) => hash(value).digest("hex")],
        [`base64 of ${algorithm}`, (value: string) => hash(value).digest("base64")],
        [`base64url of ${algorithm}`, (value: string) => `x=${hash(value).digest("base64url")}`],
        [`raw ${algorithm}`, (value: string) => hash(value).digest()],
        [`first half of ${algorithm}`, (value: string) => hash(value).digest("hex").slice(0, 16)],
        [
          `base64 of the hex of ${algorithm}`,
          (value: string) => Buffer.from(`{"h":"${hash(value).digest("hex")}"}`).toString("base64"),
        ],
      ];
    }),
  ),
};

function around(leak: string | Buffer): Buffer {
  return Buffer.concat([Buffer.from("POST /x HTTP/1.1\r\n\r\n"), Buffer.from(leak), Buffer.from('"}')]);
}

describe.each(Object.entries(CARELESS))("%s", (_, careless) => {
  test.each(canaries)("$kind $value is found", (canary) => {
    expect(findCanaries(around(careless(canary.value)))).toContain(canary);
  });
});

test("finds normalised values", () => {
  const find = (text: string): Canary[] => findCanaries(Buffer.from(text));
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const values = (found: Canary[]) => found.map(({ value }) => value);
  expect(values(find(sha256("wilhelminaquackenbush@canary.example")))).toEqual([CANARIES.emails[0]]);
  expect(values(find(sha256("zoe.oztuerk@canary.example")))).toEqual([CANARIES.emails[1]]);
  expect(values(find(sha256("+14155550134")))).toEqual([CANARIES.phones[0]]);
  expect(values(find("tel:02079460958"))).toEqual([CANARIES.phones[2]]);
  expect(values(find("hello Quackenbush"))).toEqual([CANARIES.names[0]]);
  expect(values(find("referer: /x?spring-plumage-77"))).toEqual([CANARIES.urls[1]]);
});

test("finds nothing in bytes without canaries", () => {
  const body = JSON.stringify({ channel: "web", codeword: { generation: 0, path: "2.0.3" } });
  expect(findCanaries(Buffer.from(body))).toEqual([]);
  expect(findCanaries(randomBytes(100_000))).toEqual([]);
  expect(findCanaries(Buffer.from(randomBytes(100_000).toString("base64url")))).toEqual([]);
});

test("reports the canary, its spelling, its encoding and its offset", () => {
  const find = canaryFinder([{ kind: "typed-text", value: "purple umbrella" }]);
  expect(find(Buffer.from("....purple umbrella"))).toContainEqual({
    canary: { kind: "typed-text", value: "purple umbrella" },
    spelling: "purple umbrella",
    encoding: "UTF-8",
    offset: 4,
  });
});
