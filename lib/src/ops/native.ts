import type * as tf from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';

/** TensorFlow.js's name for the backend that calls native TensorFlow. */
export const NATIVE = 'tensorflow';

type AttributeValue = boolean | number | readonly number[] | string;

/** An attribute of a native operation; float must be told from int, the rest is plain from the value. */
export type Attribute = AttributeValue | { readonly float: number };
export type Attributes = Readonly<Record<string, Attribute>>;

const attribute = (name: string, value: Attribute, { binding }: NodeJSKernelBackend) => {
  if (typeof value === 'boolean') return { name, type: binding.TF_ATTR_BOOL, value };
  if (typeof value === 'string') return { name, type: binding.TF_ATTR_STRING, value };
  if (typeof value === 'object' && 'float' in value) {
    return { name, type: binding.TF_ATTR_FLOAT, value: value.float };
  }
  return { name, type: binding.TF_ATTR_INT, value: value as number | number[] };
};

const attributes = (values: Attributes, backend: NodeJSKernelBackend) =>
  Object.entries(values).map(([name, value]) => attribute(name, value, backend));

/** Runs one operation of native TensorFlow that has one output. */
export function run(
  backend: NodeJSKernelBackend,
  op: string,
  inputs: readonly tf.TensorInfo[],
  attrs: Attributes = {},
): tf.Tensor {
  return backend.executeSingleOutput(op, attributes(attrs, backend), [...inputs]);
}

/** Runs one operation of native TensorFlow that has any number of outputs. */
export function runAll(
  backend: NodeJSKernelBackend,
  op: string,
  inputs: readonly tf.TensorInfo[],
  attrs: Attributes,
  outputs: number,
): tf.Tensor[] {
  return backend.executeMultipleOutputs(op, attributes(attrs, backend), [...inputs], outputs);
}

export type { NodeJSKernelBackend as NativeBackend };
