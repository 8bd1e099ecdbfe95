/** The part of the ONNX format (onnx.proto, IR version 8) that a network needs, as protobufjs writes it. */
import { Root, type INamespace } from 'protobufjs/light';

const repeated = 'repeated';

/** Names, types and numbers of the fields are those of onnx.proto. */
const MESSAGES: INamespace = {
  nested: {
    ModelProto: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        producerName: { type: 'string', id: 2 },
        graph: { type: 'GraphProto', id: 7 },
        opsetImport: { rule: repeated, type: 'OperatorSetIdProto', id: 8 },
      },
    },
    OperatorSetIdProto: {
      fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } },
    },
    GraphProto: {
      fields: {
        node: { rule: repeated, type: 'NodeProto', id: 1 },
        name: { type: 'string', id: 2 },
        initializer: { rule: repeated, type: 'TensorProto', id: 5 },
        input: { rule: repeated, type: 'ValueInfoProto', id: 11 },
        output: { rule: repeated, type: 'ValueInfoProto', id: 12 },
      },
    },
    NodeProto: {
      fields: {
        input: { rule: repeated, type: 'string', id: 1 },
        output: { rule: repeated, type: 'string', id: 2 },
        name: { type: 'string', id: 3 },
        opType: { type: 'string', id: 4 },
        attribute: { rule: repeated, type: 'AttributeProto', id: 5 },
      },
    },
    AttributeProto: {
      fields: {
        name: { type: 'string', id: 1 },
        f: { type: 'float', id: 2 },
        i: { type: 'int64', id: 3 },
        s: { type: 'bytes', id: 4 },
        ints: { rule: repeated, type: 'int64', id: 8 },
        type: { type: 'int32', id: 20 },
      },
    },
    TensorProto: {
      fields: {
        dims: { rule: repeated, type: 'int64', id: 1 },
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
      },
    },
    ValueInfoProto: {
      fields: { name: { type: 'string', id: 1 }, type: { type: 'TypeProto', id: 2 } },
    },
    TypeProto: { fields: { tensorType: { type: 'TensorType', id: 1 } } },
    TensorType: {
      fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'TensorShapeProto', id: 2 } },
    },
    TensorShapeProto: { fields: { dim: { rule: repeated, type: 'Dimension', id: 1 } } },
    Dimension: {
      fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } },
    },
  },
};

const FLOAT = 1;
const INT64 = 7;

/** A number is a float if it is told to be one: `{ float: 0.2 }`. */
export type Attribute = number | { readonly float: number } | { readonly text: string } | readonly number[];

export interface Node {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** A tensor that goes in or out: the first dimension is the batch, of any length. */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly tensors: readonly OnnxTensor[];
  readonly input: Value;
  readonly output: Value;
}

/** The bytes of an ONNX file with this graph. */
export function encodeOnnx({ name, nodes, tensors, input, output }: Graph): Uint8Array {
  const type = Root.fromJSON(MESSAGES).lookupType('ModelProto');
  const graph = {
    name,
    node: nodes.map(({ operation, inputs, output: out, attributes = {} }) => ({
      opType: operation,
      name: out,
      input: inputs,
      output: [out],
      attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    })),
    initializer: tensors.map(({ name: key, shape, values }) => ({
      name: key,
      dims: shape,
      dataType: values instanceof Float32Array ? FLOAT : INT64,
      rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    })),
    input: [valueInfo(input)],
    output: [valueInfo(output)],
  };
  const model = {
    irVersion: 8,
    producerName: 'gan-lib',
    opsetImport: [{ domain: '', version: 17 }],
    graph,
  };
  return type.encode(type.create(model)).finish();
}

function attribute(name: string, value: Attribute): Record<string, unknown> {
  if (typeof value === 'number') return { name, type: 2, i: value };
  if ('float' in value) return { name, type: 1, f: value.float };
  if ('text' in value) return { name, type: 3, s: new TextEncoder().encode(value.text) };
  return { name, type: 7, ints: value };
}

function valueInfo({ name, shape }: Value): Record<string, unknown> {
  const dim = [{ dimParam: 'batch' }, ...shape.map((dimValue) => ({ dimValue }))];
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}
