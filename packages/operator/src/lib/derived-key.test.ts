import { deriveShareKey } from "@sedge/privacy/prf";
import { expect, test, vi } from "vitest";
import { derivedKey } from "./derived-key.ts";

const derive = (epoch: number) => vi.fn(() => deriveShareKey(new Uint8Array(32).fill(7), "demo", epoch));

test("derives a key once per name", () => {
  const [one, two] = [derive(1), derive(2)];
  const first = derivedKey("epoch 1", one);
  expect(derivedKey("epoch 1", one)).toBe(first);
  expect(derivedKey("epoch 2", two).publicKey).not.toEqual(first.publicKey);
  expect(one).toHaveBeenCalledTimes(1);
});

test("keeps 128 keys at most", () => {
  const key = derive(1)();
  const fresh = vi.fn(() => key);
  derivedKey("kept", fresh);
  for (let name = 0; name < 128; name++) derivedKey(`filler ${name}`, () => key);
  derivedKey("kept", fresh);
  expect(fresh).toHaveBeenCalledTimes(2);
});
