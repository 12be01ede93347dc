import protobuf from "protobufjs/minimal.js";
import type { NetworkLayer } from "./network-run.ts";

const { Writer } = protobuf;
type Message = ReturnType<typeof Writer.create>;

/** Fields of onnx.proto3 (ONNX 1.12, IR version 8), that a chain of dense layers needs. */
const MODEL = { irVersion: 1, graph: 7, opsetImport: 8 } as const;
const OPSET = { version: 2 } as const;
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, opType: 4 } as const;
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 } as const;
const VALUE = { name: 1, type: 2 } as const;
const TYPE = { tensor: 1 } as const;
const TENSOR_TYPE = { elementType: 1, shape: 2 } as const;
const SHAPE = { dimension: 1 } as const;
const DIMENSION = { value: 1, parameter: 2 } as const;
const FLOAT = 1;
const IR_VERSION = 8;
const OPSET_VERSION = 13;

/** Wire types of the protocol buffers' encoding. */
const VARINT = 0;
const BYTES = 2;

const tag = (field: number, wireType: number) => (field << 3) | wireType;

function text(message: Message, field: number, value: string): Message {
  return message.uint32(tag(field, BYTES)).string(value);
}

function whole(message: Message, field: number, value: number): Message {
  return message.uint32(tag(field, VARINT)).int64(value);
}

function nested(message: Message, field: number, fill: (inner: Message) => unknown): Message {
  message.uint32(tag(field, BYTES)).fork();
  fill(message);
  return message.ldelim();
}

function tensor(message: Message, name: string, shape: readonly number[], values: readonly number[]): void {
  nested(message, GRAPH.initializer, (inner) => {
    for (const size of shape) whole(inner, TENSOR.dims, size);
    whole(inner, TENSOR.dataType, FLOAT);
    text(inner, TENSOR.name, name);
    inner.uint32(tag(TENSOR.rawData, BYTES)).bytes(new Uint8Array(Float32Array.from(values).buffer));
  });
}

function node(message: Message, type: string, inputs: readonly string[], output: string): void {
  nested(message, GRAPH.node, (inner) => {
    for (const input of inputs) text(inner, NODE.input, input);
    text(inner, NODE.output, output);
    text(inner, NODE.opType, type);
  });
}

/** A value of shape [any number of rows, width]. */
function value(message: Message, field: number, name: string, width: number): void {
  nested(message, field, (inner) => {
    text(inner, VALUE.name, name);
    nested(inner, VALUE.type, (type) =>
      nested(type, TYPE.tensor, (tensorType) => {
        whole(tensorType, TENSOR_TYPE.elementType, FLOAT);
        nested(tensorType, TENSOR_TYPE.shape, (shape) => {
          nested(shape, SHAPE.dimension, (dimension) => text(dimension, DIMENSION.parameter, "rows"));
          nested(shape, SHAPE.dimension, (dimension) => whole(dimension, DIMENSION.value, width));
        });
      }),
    );
  });
}

/** The layers as an ONNX file: input `x` [rows, inputs], output `y` [rows, units]; one Gemm per layer, and a Relu if it has one. */
export function onnxNetwork(layers: readonly NetworkLayer[]): Uint8Array {
  const message = Writer.create();
  whole(message, MODEL.irVersion, IR_VERSION);
  nested(message, MODEL.opsetImport, (opset) => whole(opset, OPSET.version, OPSET_VERSION));
  nested(message, MODEL.graph, (graph) => {
    text(graph, GRAPH.name, "dense");
    let from = "x";
    for (const [index, { inputs, units, activation, weights, bias }] of layers.entries()) {
      const to = index === layers.length - 1 ? "y" : `h${index}`;
      const linear = activation === "relu" ? `l${index}` : to;
      tensor(graph, `w${index}`, [inputs, units], weights);
      tensor(graph, `b${index}`, [units], bias);
      node(graph, "Gemm", [from, `w${index}`, `b${index}`], linear);
      if (activation === "relu") node(graph, "Relu", [linear], to);
      from = to;
    }
    value(graph, GRAPH.input, "x", layers[0]?.inputs ?? 0);
    value(graph, GRAPH.output, "y", layers.at(-1)?.units ?? 0);
  });
  return message.finish();
}
