import * as tf from '@tensorflow/tfjs-core';
import { LINEAR, rectifierGradient, rectify } from './activations';
import { run, type Attributes, type NativeBackend } from './native';
import { define, detach, type Operation, type Run, type Settings, type Tensors } from './operation';

/** What a layer ends in. */
export interface End {
  /** `[channels]` */
  readonly bias: tf.Tensor;
  /** Slope below zero of the rectifier behind the bias, in [0, 1]: 0 is ReLU, 1 (the default) is none. */
  readonly slope?: number;
}

/** Runs one of the room's own kernels that a layer can end in. */
export const runEnding = (
  backend: NativeBackend,
  op: string,
  inputs: readonly tf.TensorInfo[],
  attrs: Attributes,
  end?: End,
): tf.Tensor =>
  end
    ? run(backend, op, [...inputs, end.bias], { ...attrs, N: 1, slope: { float: end.slope ?? LINEAR } })
    : run(backend, op, inputs, attrs);

/** An operation that is linear in each of its inputs, whose kernel can also do what a layer ends in. */
export interface Linear<I extends Tensors, A extends Settings, O extends tf.Tensor> extends Omit<
  Operation<I, A, O>,
  'own'
> {
  own(backend: NativeBackend, inputs: I, attrs: A, end?: End): O;
}

const axesButLast = ({ shape }: tf.Tensor) => shape.slice(0, -1).map((_, axis) => axis);

/** The sum over every axis but the last. */
const biasGradient = define({
  name: 'BiasAddGrad',
  own: (backend, { dy }: { dy: tf.Tensor }) => run(backend, 'GanBiasGrad', [dy]),
  plain: ({ dy }) => tf.sum(dy, axesButLast(dy)),
  save: ['dy'],
  gradient: (ddb, [dy]) => ({ dy: () => tf.broadcastTo(ddb, dy!.shape) }),
});

/** `linear`, a bias and a rectifier as one operation. Where the rectifier let through shows in its output. */
function ended<I extends Tensors, A extends Settings, O extends tf.Tensor>(
  linear: Linear<I, A, O>,
): Run<I & { bias: tf.Tensor }, A & { slope: number }, O> {
  return define<I & { bias: tf.Tensor }, A & { slope: number }, O>({
    name: `${linear.name}Ended`,
    own: (backend, inputs, attrs) =>
      linear.own(backend, inputs, attrs, { bias: inputs.bias, slope: attrs.slope }),
    plain: (inputs, attrs) => rectify(tf.add<O>(linear.plain(inputs, attrs), inputs.bias), attrs.slope),
    save: linear.save,
    saveOutputs: [true],
    gradient(dy, saved, attrs) {
      const { slope } = attrs;
      const d = slope === LINEAR ? dy : (rectifierGradient({ dy, x: detach(saved.at(-1)!) }, { slope }) as O);
      const bias = () => biasGradient({ dy: d }, {});
      return { ...linear.gradient(d, saved.slice(0, -1), attrs), bias };
    },
  });
}

/** Both ways to run a linear operation: as it is, and with an end. */
export function defineLinear<I extends Tensors, A extends Settings, O extends tf.Tensor>(
  linear: Linear<I, A, O>,
): (inputs: I, attrs: A, end?: End) => O {
  const [bare, withEnd] = [define(linear), ended(linear)];
  return (inputs, attrs, end) =>
    end
      ? withEnd({ ...inputs, bias: end.bias }, { ...attrs, slope: end.slope ?? LINEAR })
      : bare(inputs, attrs);
}

/** @throws RangeError if the bias is not one number for each of `channels` */
export function checkEnd(name: string, end: End | undefined, channels: number): void {
  if (!end || (end.bias.rank === 1 && end.bias.size === channels)) return;
  throw new RangeError(`ops.${name}: a bias of [${channels}] is allowed, got [${end.bias.shape}]`);
}
