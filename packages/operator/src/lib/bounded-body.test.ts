import { expect, test } from "vitest";
import { boundedBody, utf8Text } from "./bounded-body.ts";

/** A body that arrives in pieces, and counts how many were taken. */
function pieces(count: number, size: number, headers: Record<string, string> = {}) {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (taken === count) controller.close();
        else controller.enqueue(new Uint8Array(size).fill(taken++));
      },
    },
    { highWaterMark: 0 },
  );
  return { message: { headers: new Headers(headers), body }, taken: () => taken };
}

test("reads exactly the limit, and stops one byte after it", async () => {
  expect(await boundedBody(pieces(4, 25).message, 100)).toHaveLength(100);
  expect(await boundedBody(pieces(4, 25).message, 99)).toBeUndefined();
  expect(await boundedBody({ headers: new Headers(), body: null }, 0)).toEqual(new Uint8Array(0));
});

test("reads no more of an endless body than it must, whatever its content-length states", async () => {
  for (const headers of [{}, { "content-length": "1" }, { "content-length": "nonsense" }]) {
    const endless = pieces(1_000_000, 10, headers);
    expect(await boundedBody(endless.message, 95)).toBeUndefined();
    expect(endless.taken()).toBe(10);
  }
  const honest = pieces(1_000_000, 10, { "content-length": "10000000" });
  expect(await boundedBody(honest.message, 95)).toBeUndefined();
  expect(honest.taken()).toBe(0);
});

test("text has the bytes it was read from, or is undefined", () => {
  expect(utf8Text(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe("\ufeffA");
  expect(utf8Text(Uint8Array.of(0x41, 0xff))).toBeUndefined();
});
