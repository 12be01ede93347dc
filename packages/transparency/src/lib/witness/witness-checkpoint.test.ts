import { expect, test } from "vitest";
import { logKey, Operators, signerOf, verifySignature } from "../../../test/operators.ts";
import { logKeyOf } from "../device/check-succession.ts";
import { EMPTY_ROOT } from "../tree/hash.ts";
import { witnessCheckpoint } from "./witness-checkpoint.ts";

const operators = new Operators();
operators.fill(10);
const seen = operators.checkpoint;
operators.fill(7);
const key = logKeyOf(logKey(operators.log));

async function decide(
  note: string,
  before: Parameters<typeof witnessCheckpoint>[1],
  proof = operators.tree.consistencyProof(before?.size ?? 0),
) {
  if (!key) throw new Error("no key");
  return witnessCheckpoint(key, before, note, proof, verifySignature);
}

test("a witness cosigns what continues the checkpoint that it has seen, and any first one", async () => {
  const note = await operators.cosigned(operators.checkpoint);
  expect(await decide(note, seen)).toEqual(operators.checkpoint);
  expect(await decide(note, undefined)).toEqual(operators.checkpoint);
  expect(await decide(note, { size: 0, root: EMPTY_ROOT })).toEqual(operators.checkpoint);
  expect(await decide(note, operators.checkpoint)).toEqual(operators.checkpoint);
});

test("a witness refuses a log that shrinks or forks, and a proof that does not show that it continues", async () => {
  const older = await operators.cosigned(seen);
  expect(await decide(older, operators.checkpoint, [])).toBe("log-shrinks");
  const fork = new Operators();
  fork.tree.append(Uint8Array.of(1));
  fork.fill(16);
  const note = await fork.cosigned(fork.checkpoint);
  expect(await decide(note, seen, fork.tree.consistencyProof(10))).toBe("log-forks");
  expect(await decide(note, operators.checkpoint, [])).toBe("log-forks");
  expect(await decide(await operators.cosigned(operators.checkpoint), seen, [])).toBe("log-forks");
});

test("a witness refuses another log's checkpoint, another key's, and what is no checkpoint", async () => {
  const { checkpoint } = operators;
  const impostor = await operators.cosigned(checkpoint, [], signerOf("log.example/sedge", 9));
  expect(await decide(impostor, seen)).toBe("log-unsigned");
  expect(await decide(await operators.cosigned({ ...checkpoint, origin: "log.example/other" }), seen)).toBe(
    "checkpoint-invalid",
  );
  expect(await decide("hello", seen)).toBe("checkpoint-invalid");
});
