import { getMainHeaderString, type WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu/dist/webgpu_program.js";
import type { DenseLayer } from "./dense-layer.ts";

const WORKGROUP = 64;
/** Units that one invocation works out, where their number can be divided by it. */
const LANES = 4;

/**
 * One dense layer on the graphics processor: x [1, rows, inputs], w [1, inputs, units], b [units]. An invocation works out one
 * output, or four units of a row, without workgroup memory or barriers. The backend's own product is made for large matrices:
 * for the row or the few hundred that a page has, its tiles are empty and its barriers are what costs.
 */
export class DenseProgram implements WebGPUProgram {
  readonly variableNames = ["x", "w", "b"];
  readonly workgroupSize: [number, number, number] = [WORKGROUP, 1, 1];
  readonly dispatchLayout = { x: [0, 1, 2] };
  readonly size = true;
  readonly outputShape: number[];
  /** Floats in an element of the output, and of the inputs by the order of their names. */
  readonly outputComponent: number;
  readonly variableComponents: number[];
  /** The backend fits these to the device and the inputs' forms. */
  dispatch: [number, number, number];
  shaderKey: string;
  readonly #activation: DenseLayer["activation"];

  constructor(rows: number, units: number, activation: DenseLayer["activation"]) {
    const lanes = units % LANES === 0 ? LANES : 1;
    this.outputShape = [1, rows, units];
    this.outputComponent = lanes;
    this.variableComponents = [1, lanes, lanes];
    this.dispatch = [Math.ceil((rows * units) / lanes / WORKGROUP), 1, 1];
    this.shaderKey = `sedgeDense_${activation}_${lanes}`;
    this.#activation = activation;
  }

  getUserCode(): string {
    const type = this.outputComponent === 1 ? "f32" : `vec${this.outputComponent}<f32>`;
    return `
      ${getMainHeaderString("index")} {
        if (index < uniforms.size) {
          let inputs = uniforms.wShape[1];
          let columns = uniforms.wShape[2] / ${this.outputComponent};
          let column = index % columns;
          let row = (index / columns) * inputs;
          var sum = b[column];
          for (var at = 0; at < inputs; at = at + 1) {
            sum = sum + x[row + at] * w[at * columns + column];
          }
          setOutputAtIndex(index, ${this.#activation === "relu" ? `max(sum, ${type}(0.0))` : "sum"});
        }
      }
    `;
  }
}
