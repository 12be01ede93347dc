import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addCheckpointBody } from "@sedge/transparency/audit";
import {
  cosignedAt,
  noteText,
  NOTE_SIGNATURE,
  parseNote,
  parseVerifierKey,
  verifierKey,
  WITNESS_COSIGNATURE,
} from "@sedge/transparency/note";
import { afterAll, expect, test } from "vitest";
import { logKey, Operators, signerOf, verifySignature } from "../../transparency/test/operators.ts";
import { answerWitness, type Witness } from "../src/lib/witness/witness.ts";
import { WitnessState } from "../src/lib/witness/witness-state.ts";
import { sedgeHere } from "./sedge.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-witness-"));
afterAll(() => rmSync(folder, { recursive: true }));

const NOW = 1_900_000_000;
const auditor = signerOf("auditor.example/sedge", 4);

function witnessOf(file: string): Witness {
  const { log } = new Operators();
  const logs = [verifierKey(log.name, NOTE_SIGNATURE, log.publicKey)];
  return { name: auditor.name, signer: auditor, logs, state: new WitnessState(file), nowSeconds: () => NOW };
}

/** What a log sends for its checkpoint of today, from what it believes was cosigned last. */
async function bodyOf(operators: Operators, oldSize: number, proof = operators.tree.consistencyProof(oldSize)) {
  return addCheckpointBody({ oldSize, proof, note: await operators.cosigned(operators.checkpoint) });
}

async function ask(witness: Witness, body: string) {
  const response = await answerWitness(witness, new Request("http://w/add-checkpoint", { method: "POST", body }));
  return [response.status, await response.text()] as const;
}

function logOf(size: number, first = 0): Operators {
  const operators = new Operators();
  operators.tree.append(Uint8Array.of(first));
  operators.fill(size - 1);
  return operators;
}

test("a witness cosigns a first checkpoint, and the next with a proof, after it has stored each", async () => {
  const file = join(folder, "cosigned.json");
  const witness = witnessOf(file);
  const operators = logOf(5);
  const [status, line] = await ask(witness, await bodyOf(operators, 0));
  expect(status).toBe(200);
  const note = parseNote(
    noteText(parseNote(await operators.cosigned(operators.checkpoint))?.text ?? "", [line.trimEnd()]),
  );
  const key = verifierKey(auditor.name, WITNESS_COSIGNATURE, auditor.publicKey);
  expect(note && (await cosignedAt(note, key, verifySignature))).toBe(NOW);
  operators.fill(4);
  expect((await ask(witness, await bodyOf(operators, 5)))[0]).toBe(200);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ "log.example/sedge": { size: 9 } });
  // The answer was lost: the log asks once more.
  expect((await ask(witness, await bodyOf(operators, 9)))[0]).toBe(200);
});

test("a witness answers each refusal with the status of C2SP tlog-witness, and cosigns nothing", async () => {
  const witness = witnessOf(join(folder, "refused.json"));
  const operators = logOf(5);
  await ask(witness, await bodyOf(operators, 0));
  operators.fill(4);
  const stranger = new Operators({ log: signerOf("log.example/other", 1) });
  const impostor = new Operators({ log: signerOf("log.example/sedge", 9) });
  for (const other of [stranger, impostor]) other.fill(9);
  const fork = logOf(9, 1);
  expect(await ask(witness, "hello")).toEqual([400, ""]);
  expect(await ask(witness, await bodyOf(operators, 20, []))).toEqual([400, ""]);
  expect((await ask(witness, await bodyOf(stranger, 0)))[0]).toBe(404);
  expect((await ask(witness, await bodyOf(impostor, 5)))[0]).toBe(403);
  expect(await ask(witness, await bodyOf(operators, 4))).toEqual([409, "5\n"]);
  expect((await ask(witness, await bodyOf(operators, 5, [])))[0]).toBe(422);
  expect((await ask(witness, await bodyOf(fork, 5)))[0]).toBe(422);
  expect(await ask(witness, await bodyOf(logOf(5, 1), 5, []))).toEqual([409, "5\n"]);
  expect(await ask(witness, await bodyOf(logOf(4), 4, []))).toEqual([409, "5\n"]);
  const elsewhere = await answerWitness(witness, new Request("http://w/", { method: "GET" }));
  expect(elsewhere.status).toBe(404);
  expect((await ask(witness, await bodyOf(operators, 5)))[0]).toBe(200);
});

test("of two checkpoints that fork and arrive at once, a witness cosigns one", async () => {
  const witness = witnessOf(join(folder, "race.json"));
  const statuses = await Promise.all(
    [logOf(6), logOf(6, 1)].map(async (operators) => (await ask(witness, await bodyOf(operators, 0)))[0]),
  );
  expect(statuses.toSorted()).toEqual([200, 409]);
});

test("a witness that cannot store a checkpoint does not cosign it", async () => {
  const witness = witnessOf(join(folder, "taken"));
  mkdirSync(join(folder, "taken"));
  await expect(ask(witness, await bodyOf(logOf(3), 0))).rejects.toThrow("unwritable");
  expect(witness.state.last("log.example/sedge")).toBeUndefined();
});

/** Starts `sedge witness`; resolves to its verifier key and address once it listens. */
async function started(secret: string, state: string) {
  const command = join(import.meta.dirname, "..", "src", "sedge.ts");
  const options = ["--name", auditor.name, "--log-key", logKey(new Operators().log), "--state", state, "--listen", "0"];
  const child = spawn(process.execPath, [command, "witness", secret, ...options]);
  let [out, note] = ["", ""];
  child.stdout.on("data", (text) => (out += String(text)));
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on("data", (text) => {
      note += String(text);
      const [, found] = /Listening on (\S+)\n/.exec(note) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.on("close", () => reject(new Error(note)));
  });
  const send = async (body: string) => {
    const response = await fetch(`${url}/add-checkpoint`, { method: "POST", body });
    return [response.status, await response.text()] as const;
  };
  const kill = () => new Promise((resolve) => child.on("close", resolve) && child.kill("SIGKILL"));
  return { key: () => out.trim(), send, kill };
}

test("a witness that is killed and started again still refuses the fork, and cosigns what continues", async () => {
  const [secret, state] = [join(folder, "witness.key"), join(folder, "seen.json")];
  const operators = logOf(5);
  const first = await started(secret, state);
  expect((await first.send(await bodyOf(operators, 0)))[0]).toBe(200);
  await first.kill();
  expect(existsSync(state)).toBe(true);
  const second = await started(secret, state);
  expect(await second.send(await bodyOf(logOf(7, 1), 0))).toEqual([409, "5\n"]);
  operators.fill(3);
  expect((await second.send(await bodyOf(operators, 5)))[0]).toBe(200);
  expect(second.key()).toBe(first.key());
  expect(parseVerifierKey(second.key())?.type).toBe(WITNESS_COSIGNATURE);
  await second.kill();
});

test("sedge witness refuses a state that is none, a name with a space and a port that is taken", async () => {
  const secret = join(folder, "other.key");
  const call = ["witness", secret, "--log-key", logKey(new Operators().log)];
  writeFileSync(join(folder, "broken.json"), "{}x");
  const broken = await sedgeHere(...call, "--name", "w", "--state", join(folder, "broken.json"));
  expect(broken.note).toMatch(/bad-option: .* is not a witness's state\.$/);
  const named = await sedgeHere(...call, "--name", "a b", "--state", join(folder, "new.json"));
  expect(named.note).toMatch(/^bad-option: --name takes a name/);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = String((server.address() as AddressInfo).port);
  const state = join(folder, "new.json");
  const taken = await sedgeHere(...call, "--name", "w", "--state", state, "--listen", port);
  expect(taken).toEqual({ exitCode: 2, out: "", note: `bad-option: port ${port} cannot be used.` });
  server.close();
});
