import { PrfError } from "@sedge/privacy/prf";
import { ELEMENT_BYTES, type RistrettoGroup } from "@sedge/privacy/voprf";
import compiled from "./libsodium.wasm";

/**
 * The names that emscripten gave to the exported functions. libsodium.wasm and these come from `libsodium-sumo` as the lock file has
 * it; a test compares them, and `node packages/operator/test/write-libsodium.ts` writes the file again.
 */
export const EXPORTS = {
  malloc: "lm",
  crypto_hash_sha512: "Tc",
  crypto_core_ristretto255_is_valid_point: "Nk",
  crypto_core_ristretto255_add: "Ok",
  crypto_core_ristretto255_scalar_sub: "Xk",
  crypto_core_ristretto255_scalar_mul: "Yk",
  crypto_core_ristretto255_scalar_reduce: "Zk",
  crypto_scalarmult_ristretto255: "Cl",
  crypto_scalarmult_ristretto255_base: "Dl",
} as const;
const MEMORY = "e";

type Address = number;
/** A function of libsodium: addresses and lengths in, 0 out unless it fails. */
type Call = (...values: readonly number[]) => number;

/** Bytes of an operand, and of all of them. The largest input is that of a proof's hash, some 400 bytes. */
const SLOT_BYTES = 64;
const INPUT_BYTES = 4_096;
const SCRATCH_BYTES = 2 * SLOT_BYTES + INPUT_BYTES;

/** Nothing that is called here needs random numbers or more memory: what would ask for them is a fault. */
function unexpected(): never {
  throw new WebAssembly.RuntimeError("libsodium asked for what it never needs here");
}

const { exports } = new WebAssembly.Instance(compiled, {
  a: { a: unexpected, b: unexpected, c: unexpected, d: unexpected },
});

function exported(name: keyof typeof EXPORTS): Call {
  return exports[EXPORTS[name]] as Call;
}

const { buffer } = exports[MEMORY] as WebAssembly.Memory;
/** Where operands and results are while a function runs. Cleared after each, because they may be secret. */
const scratch: Address = exported("malloc")(SCRATCH_BYTES);
const memory = new Uint8Array(buffer, scratch, SCRATCH_BYTES);
const [RESULT, SECOND, FIRST] = [scratch, scratch + SLOT_BYTES, scratch + 2 * SLOT_BYTES];

/** Runs a function on at most two operands, and returns so many bytes of its result; undefined if it fails. */
function run(
  call: (result: Address, first: Address, second: Address) => number,
  bytes: number,
  first: Uint8Array,
  second: Uint8Array = new Uint8Array(),
): Uint8Array | undefined {
  if (first.length > INPUT_BYTES || second.length > SLOT_BYTES) throw new RangeError("an operand is too long");
  memory.set(second, SLOT_BYTES);
  memory.set(first, 2 * SLOT_BYTES);
  try {
    return call(RESULT, FIRST, SECOND) === 0 ? memory.slice(0, bytes) : undefined;
  } finally {
    memory.fill(0, 0, 2 * SLOT_BYTES + first.length);
  }
}

/** An operand of exactly so many bytes: libsodium reads as many, whatever it is given. */
function exact(bytes: Uint8Array, length: number = ELEMENT_BYTES): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`an operand has ${length} bytes`);
  return bytes;
}

function element(found: Uint8Array | undefined): Uint8Array {
  if (!found) throw new PrfError("bad-group-element", "The product is the identity, or its factor is no element.");
  return found;
}

function scalar(found: Uint8Array | undefined): Uint8Array {
  if (!found) throw new RangeError("libsodium refused a scalar");
  return found;
}

/** A function without a result code. */
function quiet(call: Call): Call {
  return (...values) => {
    call(...values);
    return 0;
  };
}

const product = exported("crypto_scalarmult_ristretto255");
const generatorProduct = exported("crypto_scalarmult_ristretto255_base");
const sum = exported("crypto_core_ristretto255_add");
const reduced = quiet(exported("crypto_core_ristretto255_scalar_reduce"));
const scalarProduct = quiet(exported("crypto_core_ristretto255_scalar_mul"));
const difference = quiet(exported("crypto_core_ristretto255_scalar_sub"));
const isValid = exported("crypto_core_ristretto255_is_valid_point");
const hash = exported("crypto_hash_sha512");

/**
 * ristretto255 by libsodium, compiled to WebAssembly by its author: ten times as fast as JavaScript. It multiplies in constant time. A multiplication
 * refuses what is no canonical encoding, and a product that is the identity.
 */
export const SODIUM_GROUP: RistrettoGroup = {
  multiply: (a, b) => element(run(product, ELEMENT_BYTES, exact(a), bytesOfElement(b))),
  multiplyGenerator: (a) => element(run(generatorProduct, ELEMENT_BYTES, exact(a))),
  add: (a, b) => element(run(sum, ELEMENT_BYTES, bytesOfElement(a), bytesOfElement(b))),
  scalarOf: (uniform) => scalar(run(reduced, ELEMENT_BYTES, exact(uniform, 64))),
  subtractProduct: (a, b, c) => {
    const subtrahend = scalar(run(scalarProduct, ELEMENT_BYTES, exact(b), exact(c)));
    return scalar(run(difference, ELEMENT_BYTES, exact(a), subtrahend));
  },
  // The length's upper half comes as a number of its own.
  sha512: (bytes) => scalar(run((result, first) => hash(result, first, bytes.length, 0), 64, bytes)),
};

function bytesOfElement(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== ELEMENT_BYTES) throw new PrfError("bad-group-element", "An element has 32 bytes.");
  return bytes;
}

/**
 * That all of them are elements which can be evaluated: canonical encodings, and not the identity, which RFC 9497 section 3.3 has every
 * receiver refuse.
 * @throws PrfError `bad-group-element`
 */
export function checkElements(elements: readonly Uint8Array[]): void {
  for (const bytes of elements) {
    const isElement = run((_result, first) => (isValid(first) === 1 ? 0 : 1), 0, bytesOfElement(bytes)) !== undefined;
    if (!isElement || bytes.every((byte) => byte === 0)) {
      throw new PrfError("bad-group-element", "The bytes are no canonical ristretto255 element, or the identity.");
    }
  }
}
