import { _FusedMatMul, engine, type KernelBackend, type Tensor } from "@tensorflow/tfjs-core";
import type { Backend } from "../../classification.ts";
import type { DenseLayer } from "./dense-layer.ts";
import { prepareTensorCore } from "./tensor-core.ts";

/** Longest that a run may take, in milliseconds: then the backend hangs, and the next one takes the rows. */
const RUN_LIMIT_MS = 10_000;

/** Makes a backend ready; rejects with the reason, one sentence, where it can't be had. */
export type BackendOpener = (onLost: (reason: string) => void) => Promise<KernelBackend>;

interface Uploaded {
  readonly weights: Tensor;
  readonly bias: Tensor;
}

/**
 * TensorFlow.js with up to three backends side by side. Invariants: one network is built at a time (the engine has one
 * current backend); a run leaves no tensor behind; weights are uploaded once a backend.
 */
export class TensorRuntime {
  /** Why a backend is not used at all, in one sentence. */
  readonly unavailable: Partial<Record<Backend, string>> = {};
  /** Backends that the page asked not to use. */
  readonly without: readonly Backend[];
  readonly #openers: Readonly<Record<Backend, BackendOpener>>;
  readonly #opened = new Map<Backend, Promise<boolean>>();
  readonly #uploads = new Map<Backend, Map<readonly DenseLayer[], Uploaded[]>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(openers: Readonly<Record<Backend, BackendOpener>>, without: readonly Backend[] = []) {
    prepareTensorCore();
    this.#openers = openers;
    this.without = without;
    for (const backend of without) this.unavailable[backend] = "the page asked not to use it";
  }

  /** Whether the backend works here; opens it at the first asking. */
  async open(backend: Backend): Promise<boolean> {
    if (this.unavailable[backend] !== undefined) return false;
    const opening = this.#opened.get(backend) ?? this.#openNow(backend);
    this.#opened.set(backend, opening);
    return (await opening) && this.unavailable[backend] === undefined;
  }

  async #openNow(backend: Backend): Promise<boolean> {
    try {
      const instance = await this.#openers[backend]((reason) => this.drop(backend, reason));
      engine().registerBackend(backend, () => instance);
      return true;
    } catch (error) {
      this.unavailable[backend] = reasonOf(error);
      return false;
    }
  }

  /** Stops using the backend, because of `reason`. */
  drop(backend: Backend, reason: string): void {
    this.unavailable[backend] ??= reason;
    this.#uploads.delete(backend);
  }

  /**
   * The outputs of `layers` for `rows` (row-major), on the first of `backends` that manages it. One that fails is
   * dropped and the next takes the same rows. Rejects when none is left.
   */
  async run(backends: readonly Backend[], layers: readonly DenseLayer[], rows: Float32Array): Promise<Float32Array> {
    for (const backend of backends) {
      if (!(await this.open(backend))) continue;
      try {
        return await this.#runOn(backend, layers, rows);
      } catch (error) {
        this.drop(backend, reasonOf(error));
      }
    }
    const why = backends.map((backend) => `${backend}: ${this.unavailable[backend] ?? "not tried"}`);
    throw new Error(`no backend is left that runs the network (${why.join("; ")})`);
  }

  #alone<Result>(task: () => Promise<Result>): Promise<Result> {
    const run = this.#last.then(task);
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #runOn(backend: Backend, layers: readonly DenseLayer[], rows: Float32Array): Promise<Float32Array> {
    // Only building the answer needs the engine exclusively; waiting for a slow backend must not delay a fast one.
    const output = await this.#alone(async () => {
      await engine().setBackend(backend);
      return this.#output(backend, layers, rows);
    });
    try {
      return Float32Array.from(await inTime(output.data<"float32">()));
    } finally {
      output.dispose();
    }
  }

  #output(backend: Backend, layers: readonly DenseLayer[], rows: Float32Array): Tensor {
    const uploaded = this.#uploaded(backend, layers);
    const width = layers[0]?.inputs ?? 0;
    return engine().tidy(() => {
      let x: Tensor = engine().makeTensor(rows, [1, rows.length / width, width], "float32");
      for (const [index, { weights, bias }] of uploaded.entries()) {
        const activation = layers[index]?.activation ?? "linear";
        const attributes = { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0 };
        x = engine().runKernel<Tensor>(_FusedMatMul, { a: x, b: weights, bias }, attributes);
      }
      return x;
    });
  }

  #uploaded(backend: Backend, layers: readonly DenseLayer[]): Uploaded[] {
    const ofBackend = this.#uploads.get(backend) ?? new Map<readonly DenseLayer[], Uploaded[]>();
    this.#uploads.set(backend, ofBackend);
    const known = ofBackend.get(layers);
    if (known) return known;
    const uploaded = layers.map(({ inputs, units, weights, bias }) => ({
      weights: engine().makeTensor(weights, [1, inputs, units], "float32"),
      bias: engine().makeTensor(bias, [units], "float32"),
    }));
    ofBackend.set(layers, uploaded);
    return uploaded;
  }
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it did not answer in time")), RUN_LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** One sentence that says why, for `BackendReport.unavailable`. */
function reasonOf(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : "it failed without a reason";
}
