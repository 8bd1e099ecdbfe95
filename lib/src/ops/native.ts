import * as tf from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import type { TensorMetadata, TFJSBinding } from '@tensorflow/tfjs-node/dist/tfjs_binding';

/** TensorFlow.js's name for the backend that calls native TensorFlow. */
export const NATIVE = 'tensorflow';

/** What tfjs-node's backend offers, also where it declares it private. */
export type NativeBackend = Pick<
  NodeJSKernelBackend,
  'binding' | 'executeSingleOutput' | 'executeMultipleOutputs'
> & {
  /** Native tensors by number; what is still in JavaScript is copied there first. */
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  createOutputTensor(made: TensorMetadata): tf.Tensor;
};

/** The backend that is set now, which must be native TensorFlow's. */
export const nativeBackend = (): NativeBackend => tf.backend() as unknown as NativeBackend;

type AttributeValue = boolean | number | readonly number[] | string;

/** An attribute of a native operation; float must be told from int, the rest is plain from the value. */
export type Attribute = AttributeValue | { readonly float: number };
export type Attributes = Readonly<Record<string, Attribute>>;

const attribute = (name: string, value: Attribute, { binding }: NativeBackend) => {
  if (typeof value === 'boolean') return { name, type: binding.TF_ATTR_BOOL, value };
  if (typeof value === 'string') return { name, type: binding.TF_ATTR_STRING, value };
  if (typeof value === 'object' && 'float' in value) {
    return { name, type: binding.TF_ATTR_FLOAT, value: value.float };
  }
  return { name, type: binding.TF_ATTR_INT, value: value as number | number[] };
};

const attributes = (values: Attributes, backend: NativeBackend) =>
  Object.entries(values).map(([name, value]) => attribute(name, value, backend));

/** Runs one operation of native TensorFlow that has one output. */
export function run(
  backend: NativeBackend,
  op: string,
  inputs: readonly tf.TensorInfo[],
  attrs: Attributes = {},
): tf.Tensor {
  return backend.executeSingleOutput(op, attributes(attrs, backend), [...inputs]);
}

/** Runs one operation of native TensorFlow that has any number of outputs. */
export function runAll(
  backend: NativeBackend,
  op: string,
  inputs: readonly tf.TensorInfo[],
  attrs: Attributes,
  outputs: number,
): tf.Tensor[] {
  return backend.executeMultipleOutputs(op, attributes(attrs, backend), [...inputs], outputs);
}

export type { TensorMetadata, TFJSBinding as Binding };
