import { Builder } from "flatbuffers";
import type { NetworkLayer } from "./network-run.ts";

/** Slots of TensorFlow Lite's schema.fbs (version 3), that a chain of dense layers needs. */
const MODEL = { version: 0, operatorCodes: 1, subgraphs: 2, buffers: 4, slots: 5 } as const;
const OPERATOR_CODE = { deprecatedBuiltinCode: 0, version: 2, builtinCode: 3, slots: 4 } as const;
const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3, slots: 4 } as const;
const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3, slots: 4 } as const;
const OPERATOR = { opcodeIndex: 0, inputs: 1, outputs: 2, optionsType: 3, options: 4, slots: 5 } as const;
const OPTIONS = { activation: 0, slots: 1 } as const;
const BUFFER = { data: 0, slots: 1 } as const;
const SCHEMA_VERSION = 3;
const FULLY_CONNECTED = 9;
const FULLY_CONNECTED_OPTIONS = 8;
const FLOAT32 = 0;
const ACTIVATION = { linear: 0, relu: 1 } as const;
/** Weights are read in place, as floats with 16-byte alignment. */
const ALIGNMENT = 16;

type Offset = number;

function offsets(builder: Builder, values: readonly Offset[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addOffset(value);
  return builder.endVector();
}

function int32s(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addInt32(value);
  return builder.endVector();
}

function buffer(builder: Builder, values: Float32Array): Offset {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  builder.startVector(1, bytes.length, ALIGNMENT);
  for (let at = bytes.length - 1; at >= 0; at--) builder.addInt8(bytes[at] ?? 0);
  const data = builder.endVector();
  builder.startObject(BUFFER.slots);
  builder.addFieldOffset(BUFFER.data, data, 0);
  return builder.endObject();
}

function tensor(builder: Builder, name: string, shape: readonly number[], bufferIndex: number): Offset {
  const [nameAt, shapeAt] = [builder.createString(name), int32s(builder, shape)];
  builder.startObject(TENSOR.slots);
  builder.addFieldOffset(TENSOR.shape, shapeAt, 0);
  builder.addFieldInt8(TENSOR.type, FLOAT32, -1);
  builder.addFieldInt32(TENSOR.buffer, bufferIndex, 0);
  builder.addFieldOffset(TENSOR.name, nameAt, 0);
  return builder.endObject();
}

function operator(builder: Builder, inputs: readonly number[], output: number, activation: number): Offset {
  const [inputsAt, outputsAt] = [int32s(builder, inputs), int32s(builder, [output])];
  builder.startObject(OPTIONS.slots);
  builder.addFieldInt8(OPTIONS.activation, activation, 0);
  const options = builder.endObject();
  builder.startObject(OPERATOR.slots);
  builder.addFieldInt32(OPERATOR.opcodeIndex, 0, -1);
  builder.addFieldOffset(OPERATOR.inputs, inputsAt, 0);
  builder.addFieldOffset(OPERATOR.outputs, outputsAt, 0);
  builder.addFieldInt8(OPERATOR.optionsType, FULLY_CONNECTED_OPTIONS, 0);
  builder.addFieldOffset(OPERATOR.options, options, 0);
  return builder.endObject();
}

/** Transposes row-major [inputs, units] to [units, inputs], as a fully connected operator needs. */
function transposed({ inputs, units, weights }: NetworkLayer): Float32Array {
  return Float32Array.from(
    { length: inputs * units },
    (_, at) => weights[(at % inputs) * units + Math.floor(at / inputs)] ?? 0,
  );
}

/** The layers as a TensorFlow Lite file for exactly `rows` rows: one float32 input, one output. */
export function tfliteNetwork(layers: readonly NetworkLayer[], rows: number): Uint8Array {
  const builder = new Builder(1 << 16);
  const buffers = [buffer(builder, new Float32Array(0))];
  const tensors = [tensor(builder, "x", [rows, layers[0]?.inputs ?? 0], 0)];
  const operators: Offset[] = [];
  let from = 0;
  for (const [index, layer] of layers.entries()) {
    const { inputs, units, activation, bias } = layer;
    const weightsBuffer = buffers.push(buffer(builder, transposed(layer))) - 1;
    const biasBuffer = buffers.push(buffer(builder, Float32Array.from(bias))) - 1;
    const weights = tensors.push(tensor(builder, `w${index}`, [units, inputs], weightsBuffer)) - 1;
    const biases = tensors.push(tensor(builder, `b${index}`, [units], biasBuffer)) - 1;
    const to = tensors.push(tensor(builder, `y${index}`, [rows, units], 0)) - 1;
    operators.push(operator(builder, [from, weights, biases], to, ACTIVATION[activation]));
    from = to;
  }
  const [tensorsAt, inputsAt, outputsAt] = [offsets(builder, tensors), int32s(builder, [0]), int32s(builder, [from])];
  const operatorsAt = offsets(builder, operators);
  builder.startObject(SUBGRAPH.slots);
  builder.addFieldOffset(SUBGRAPH.tensors, tensorsAt, 0);
  builder.addFieldOffset(SUBGRAPH.inputs, inputsAt, 0);
  builder.addFieldOffset(SUBGRAPH.outputs, outputsAt, 0);
  builder.addFieldOffset(SUBGRAPH.operators, operatorsAt, 0);
  const subgraph = builder.endObject();
  builder.startObject(OPERATOR_CODE.slots);
  builder.addFieldInt8(OPERATOR_CODE.deprecatedBuiltinCode, FULLY_CONNECTED, 0);
  builder.addFieldInt32(OPERATOR_CODE.version, 1, 0);
  builder.addFieldInt32(OPERATOR_CODE.builtinCode, FULLY_CONNECTED, 0);
  const code = builder.endObject();
  const [codesAt, subgraphsAt, buffersAt] = [
    offsets(builder, [code]),
    offsets(builder, [subgraph]),
    offsets(builder, buffers),
  ];
  builder.startObject(MODEL.slots);
  builder.addFieldInt32(MODEL.version, SCHEMA_VERSION, 0);
  builder.addFieldOffset(MODEL.operatorCodes, codesAt, 0);
  builder.addFieldOffset(MODEL.subgraphs, subgraphsAt, 0);
  builder.addFieldOffset(MODEL.buffers, buffersAt, 0);
  builder.finish(builder.endObject(), "TFL3");
  return builder.asUint8Array().slice();
}
