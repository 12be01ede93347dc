import { createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify } from "node:crypto";
import { ed25519PublicKey, importSigningKey, sign, verify } from "@sedge/privacy/ed25519";
import { hexToBytes } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";
import { checkpointText, parseCheckpoint } from "./checkpoint.ts";
import { cosign, cosignedAt } from "./cosignature.ts";
import { isSignedNote, MAX_NOTE_CHARS, noteText, parseNote, signNote } from "./note.ts";
import type { NoteSigner, VerifySignature } from "./signature.ts";
import {
  formatVerifierKey,
  NOTE_SIGNATURE,
  parseVerifierKey,
  verifierKey,
  WITNESS_COSIGNATURE,
} from "./verifier-key.ts";

const check: VerifySignature = (key, message, signature) => verify(crypto.subtle, key, message, signature);
const signerOf = (seed: Uint8Array<ArrayBuffer>): NoteSigner => ({
  publicKey: new Uint8Array(ed25519PublicKey(seed)),
  sign: async (message) => sign(crypto.subtle, await importSigningKey(crypto.subtle, seed), message),
});
const bytesOf = (text: string) => fromBase64(text) ?? new Uint8Array();

// The key and the note that golang.org/x/mod/sumdb/note documents, with its secret key's seed.
const GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_SEED = bytesOf("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz").slice(1);
const GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const GO_LINE =
  "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
// The checkpoint and cosignature that the C2SP specifications show.
const SOFA = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const SOFA_LINES = [
  "\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=",
  "\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==",
];

test("Go's published note and key are read, verified and made again byte for byte", async () => {
  const key = parseVerifierKey(GO_KEY);
  const note = parseNote(noteText(GO_TEXT, [GO_LINE]));
  if (!key || !note) throw new Error("the published key or note is not read");
  expect([key.name, key.id, key.type, formatVerifierKey(key)]).toEqual(["PeterNeumann", "c74f20a3", 1, GO_KEY]);
  expect(await isSignedNote(note, key, check)).toBe(true);
  expect(await signNote(GO_TEXT, "PeterNeumann", signerOf(GO_SEED))).toBe(GO_LINE);
});

test("another text, another key, an unsigned note and a second false line are refused", async () => {
  const key = parseVerifierKey(GO_KEY);
  if (!key) throw new Error("the published key is not read");
  const other = await signNote(GO_TEXT, "PeterNeumann", signerOf(new Uint8Array(32).fill(3)));
  const impostor = GO_LINE.slice(0, -60) + other.slice(-60);
  const isSigned = async (text: string, lines: readonly string[]) => {
    const note = parseNote(noteText(text, lines));
    return note === undefined ? "no note" : isSignedNote(note, key, check);
  };
  expect(await isSigned(GO_TEXT.replace("think", "thin"), [GO_LINE])).toBe(false);
  expect(await isSigned(GO_TEXT, [other])).toBe(false);
  expect(await isSigned(GO_TEXT, [impostor])).toBe(false);
  expect(await isSigned(GO_TEXT, [GO_LINE, impostor])).toBe(false);
  expect(await isSigned(GO_TEXT, [other, GO_LINE])).toBe(true);
  expect(await isSigned(GO_TEXT, [])).toBe("no note");
});

test("the specification's checkpoint is read and written, and its cosignature's time is found", () => {
  const note = parseNote(noteText(SOFA, SOFA_LINES));
  const checkpoint = parseCheckpoint(note?.text ?? "");
  if (!note || !checkpoint) throw new Error("the published checkpoint is not read");
  expect([checkpoint.origin, checkpoint.size]).toEqual(["example.com/behind-the-sofa", 20852163]);
  expect(checkpointText(checkpoint)).toBe(SOFA);
  expect(note.signatures.map(({ name, id, bytes }) => [name, id, bytes.length])).toEqual([
    ["example.com/behind-the-sofa", "033de0ae", 64],
    ["witness.example.com/w1", "8d66cf3f", 72],
  ]);
  const time = note.signatures[1]?.bytes.slice(0, 8) ?? new Uint8Array(8);
  expect(new DataView(time.buffer).getBigUint64(0)).toBe(1679315147n);
});

test("a cosignature is the specification's message under Ed25519, as Node's own implementation makes and verifies it", async () => {
  const seed = new Uint8Array(32).fill(5);
  const prefix = hexToBytes("302e020100300506032b657004220420");
  const secret = createPrivateKey({ key: Buffer.concat([prefix, seed]), format: "der", type: "pkcs8" });
  const message = Buffer.from(`cosignature/v1\ntime 1679315147\n${SOFA}`);
  const line = await cosign(SOFA, "witness.example.com/w1", 1679315147, signerOf(seed));
  const bytes = bytesOf(line.split(" ")[2] ?? "");
  expect(Buffer.from(bytes.slice(12))).toEqual(nodeSign(null, message, secret));
  expect(nodeVerify(null, message, createPublicKey(secret), bytes.slice(12))).toBe(true);
  const key = verifierKey("witness.example.com/w1", WITNESS_COSIGNATURE, signerOf(seed).publicKey);
  const note = parseNote(noteText(SOFA, [line]));
  expect(note && (await cosignedAt(note, key, check))).toBe(1679315147);
});

test("a cosignature for another time, another checkpoint or by another kind of key is refused", async () => {
  const signer = signerOf(new Uint8Array(32).fill(5));
  const key = verifierKey("w", WITNESS_COSIGNATURE, signer.publicKey);
  const line = await cosign(SOFA, "w", 1000, signer);
  const at = async (text: string, lines: readonly string[], by = key) => {
    const note = parseNote(noteText(text, lines));
    return note && cosignedAt(note, by, check);
  };
  const bytes = bytesOf(line.split(" ")[2] ?? "");
  const later = `\u2014 w ${toBase64(bytes.with(11, 1))}`;
  expect(await at(SOFA, [line])).toBe(1000);
  expect(await at(SOFA, [later])).toBeUndefined();
  expect(await at(SOFA.replace("20852163", "20852164"), [line])).toBeUndefined();
  expect(await at(SOFA, [await signNote(SOFA, "w", signer)])).toBeUndefined();
  expect(await at(SOFA, [line], verifierKey("w", NOTE_SIGNATURE, signer.publicKey))).toBeUndefined();
  expect(await at(SOFA, [line, await cosign(SOFA, "w", 2000, signer)])).toBe(2000);
});

test.each([
  ["no blank line", `${GO_TEXT}${GO_LINE}\n`],
  ["no newline at the end", `${GO_TEXT}\n${GO_LINE}`],
  ["no text", `\n\n${GO_LINE}\n`.slice(1)],
  ["a hyphen for a dash", noteText(GO_TEXT, [GO_LINE.replace("\u2014", "-")])],
  ["padding bits", noteText(GO_TEXT, [GO_LINE.replace("nAM=", "nAN=")])],
  ["base64url", noteText(GO_TEXT, [GO_LINE.replaceAll("/", "_")])],
  ["a carriage return", noteText(GO_TEXT.replace("\n", "\r\n"), [GO_LINE])],
  ["a line that is no signature", noteText(GO_TEXT, [GO_LINE, "hello"])],
  ["a plus in a name", noteText(GO_TEXT, [GO_LINE.replace("Peter", "P+")])],
  [
    "33 signatures",
    noteText(
      GO_TEXT,
      Array.from({ length: 33 }, () => GO_LINE),
    ),
  ],
  ["more than it may be long", noteText("x".repeat(MAX_NOTE_CHARS) + "\n", [GO_LINE])],
])("a note with %s is not read", (_, note) => {
  expect(parseNote(note)).toBeUndefined();
});

test.each([
  ["a size with a zero before it", "o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"],
  ["a size that is no safe integer", "o\n9999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"],
  ["a short root", "o\n1\nCsUYapGGPo4=\n"],
  ["no origin", "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"],
  ["an extension line", `${SOFA}more\n`],
])("a checkpoint with %s is not read", (_, text) => {
  expect(parseCheckpoint(text)).toBeUndefined();
});

test.each([
  ["another id", GO_KEY.replace("c74f20a3", "c74f20a4")],
  ["a type that is not Ed25519", GO_KEY.replace("+AR", "+Ah")],
  ["no name", GO_KEY.slice("PeterNeumann".length)],
  ["a space in the name", GO_KEY.replace("Peter", "Peter ")],
  ["too short a key", GO_KEY.slice(0, -4)],
])("a verifier key with %s is not read", (_, text) => {
  expect(parseVerifierKey(text)).toBeUndefined();
});
