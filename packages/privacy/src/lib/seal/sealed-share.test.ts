import { describe, expect, test } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { deriveSealKey, openShare, type SealBinding, SEALED_BYTES, sealShare } from "./sealed-share.ts";

const random = seededRandom("seal");
const seed = random(32);
const content = { aggregatorShare: random(96), ballotOutput: random(32) };
const binding: SealBinding = {
  site: "demo",
  round: "r1",
  nonce: random(16),
  publicShare: random(64),
  ballotNonce: random(32),
};

describe("a sealed share", () => {
  test("is read by who has the key, and is of one length", async () => {
    const key = await deriveSealKey(seed, "demo", "r1");
    const sealed = await sealShare(key.publicKey, content, binding);
    expect(sealed).toHaveLength(SEALED_BYTES);
    expect(await openShare(key, sealed, binding)).toEqual(content);
  });

  test("is read after the key was derived again", async () => {
    const [one, two] = [await deriveSealKey(seed, "demo", "r1"), await deriveSealKey(seed, "demo", "r1")];
    expect(two.publicKey).toEqual(one.publicKey);
    expect(await openShare(two, await sealShare(one.publicKey, content, binding), binding)).toEqual(content);
  });

  test("differs each time, and contains no part of its content", async () => {
    const { publicKey } = await deriveSealKey(seed, "demo", "r1");
    const [one, two] = [await sealShare(publicKey, content, binding), await sealShare(publicKey, content, binding)];
    expect(one).not.toEqual(two);
    const hex = Buffer.from(one).toString("hex");
    for (const secret of [content.aggregatorShare, content.ballotOutput]) {
      expect(hex).not.toContain(Buffer.from(secret.slice(0, 4)).toString("hex"));
    }
  });

  test.each<Partial<SealBinding>>([
    { site: "other" },
    { round: "r2" },
    { nonce: new Uint8Array(16) },
    { publicShare: new Uint8Array(64) },
    { ballotNonce: new Uint8Array(32) },
  ])("belongs to its report: %o opens nothing", async (change) => {
    const key = await deriveSealKey(seed, "demo", "r1");
    const sealed = await sealShare(key.publicKey, content, binding);
    await expect(openShare(key, sealed, { ...binding, ...change })).rejects.toMatchObject({ code: "unreadable" });
  });

  test("opens under no other key, and not with a bit changed", async () => {
    const key = await deriveSealKey(seed, "demo", "r1");
    const sealed = await sealShare(key.publicKey, content, binding);
    for (const other of [await deriveSealKey(seed, "demo", "r2"), await deriveSealKey(random(32), "demo", "r1")]) {
      await expect(openShare(other, sealed, binding)).rejects.toMatchObject({ code: "unreadable" });
    }
    for (const place of [0, 1, 64, 65, 160, SEALED_BYTES - 1]) {
      const changed = sealed.slice();
      changed[place] = (changed[place] ?? 0) ^ 1;
      await expect(openShare(key, changed, binding), `byte ${place}`).rejects.toMatchObject({ code: "unreadable" });
    }
    await expect(openShare(key, sealed.slice(1), binding)).rejects.toMatchObject({ code: "unreadable" });
  });
});

test("bytes that are no point are no key, and a short seed makes none", async () => {
  for (const key of [new Uint8Array(65), new Uint8Array(32), random(65)]) {
    await expect(sealShare(key, content, binding)).rejects.toMatchObject({ code: "bad-key" });
  }
  await expect(deriveSealKey(new Uint8Array(31), "demo", "r1")).rejects.toThrow(RangeError);
});
