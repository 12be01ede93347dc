import { once } from "node:events";
import { createServer } from "node:http";
import {
  type Call,
  CommandError,
  listOption,
  neededOption,
  onlyPositional,
  type Terminal,
  wholeOption,
} from "@sedge/connector/command-line";
import { nodeListener, secretOf } from "@sedge/connector/node-service";
import { ed25519PublicKey, importSigningKey, sign } from "@sedge/privacy/ed25519";
import { formatVerifierKey, type NoteSigner, verifierKey, WITNESS_COSIGNATURE } from "@sedge/transparency/note";
import { logKey } from "../log/log-key.ts";
import { answerWitness } from "./witness.ts";
import { WitnessState } from "./witness-state.ts";

/** Runs `sedge witness` until it is stopped. @throws CommandError */
export async function witnessCommand(call: Call, terminal: Terminal): Promise<void> {
  const file = onlyPositional(call, "the file of the secret");
  const [name, state] = [neededOption(call, "name"), neededOption(call, "state")];
  const logs = listOption(call, "log-key").map(logKey);
  if (logs.length === 0) throw new CommandError("bad-option", "--log-key is required.");
  const port = wholeOption(call, "listen", [0, 65_535], 8_790);
  const signer = await signerOf(new Uint8Array(secretOf(file, terminal, "cosign as this witness")));
  const witness = {
    name,
    signer,
    logs,
    state: new WitnessState(state),
    nowSeconds: () => Math.floor(Date.now() / 1_000),
  };
  const key = publicKeyOf(name, signer);
  const server = createServer(nodeListener((request) => answerWitness(witness, request)));
  server.listen(port, "127.0.0.1");
  await once(server, "listening").catch(() => {
    throw new CommandError("bad-option", `port ${port} cannot be used.`);
  });
  terminal.out(key);
  const address = server.address();
  terminal.note(`Listening on http://127.0.0.1:${typeof address === "object" && address ? address.port : port}`);
  await once(server, "close");
}

function publicKeyOf(name: string, { publicKey }: NoteSigner): string {
  try {
    return formatVerifierKey(verifierKey(name, WITNESS_COSIGNATURE, publicKey));
  } catch {
    throw new CommandError("bad-option", `--name takes a name without spaces and plus signs, not "${name}".`);
  }
}

async function signerOf(seed: Uint8Array<ArrayBuffer>): Promise<NoteSigner> {
  const key = await importSigningKey(crypto.subtle, seed);
  return {
    publicKey: new Uint8Array(ed25519PublicKey(seed)),
    sign: (message) => sign(crypto.subtle, key, message),
  };
}
