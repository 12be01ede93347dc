import type { ProofOfControl, ProofPurpose } from "../public/proof-of-control.ts";
import type { NativeIdentifiers } from "./native-message.ts";

/** Proofs of control that the page asks the app for, each answered once, in the order of the questions. */
export class NativeProof {
  readonly #ask: (purpose: ProofPurpose) => void;
  #waiting: { readonly purpose: ProofPurpose; readonly answer: (proof: string | null) => void }[] = [];

  constructor(ask: (purpose: ProofPurpose) => void) {
    this.#ask = ask;
  }

  /** The function that the app's `identity` stands for; none where the app gives no proof. A text serves the link that it came with. */
  of({ proof }: NativeIdentifiers): ProofOfControl | undefined {
    if (proof === true) return (purpose) => this.#asked(purpose);
    let once: string | null = proof ?? null;
    return once === null
      ? undefined
      : (purpose) => {
          if (purpose !== "join") return null;
          const given = once;
          once = null;
          return given;
        };
  }

  /** The app's answer. Nothing happens if nobody waits for it. */
  answer(purpose: ProofPurpose, proof: string | null): void {
    const first = this.#waiting.find((one) => one.purpose === purpose);
    this.#waiting = this.#waiting.filter((one) => one !== first);
    first?.answer(proof);
  }

  #asked(purpose: ProofPurpose): Promise<string | null> {
    return new Promise((answer) => {
      this.#waiting.push({ purpose, answer });
      this.#ask(purpose);
    });
  }
}
