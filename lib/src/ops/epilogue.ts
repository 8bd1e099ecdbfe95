import * as tf from '@tensorflow/tfjs-core';
import { LINEAR, rectifierGradient, rectify } from './activations';
import { run, type Attributes, type NativeBackend } from './native';
import { define, detach, type Operation, type Run, type Settings, type Tensors } from './operation';

/** What the kernel of a layer does to its result as well: adds a bias, and rectifies. */
export interface Epilogue {
  /** `[channels]` */
  readonly bias: tf.Tensor;
  /** Slope below zero of the rectifier behind the bias, in [0, 1]: 0 is ReLU, 1 (the default) is none. */
  readonly slope?: number;
}

/** Runs one of the room's own kernels that can have an epilogue. */
export const runWithEpilogue = (
  backend: NativeBackend,
  op: string,
  inputs: readonly tf.TensorInfo[],
  attrs: Attributes,
  epilogue?: Epilogue,
): tf.Tensor =>
  epilogue
    ? run(backend, op, [...inputs, epilogue.bias], {
        ...attrs,
        N: 1,
        slope: { float: epilogue.slope ?? LINEAR },
      })
    : run(backend, op, inputs, attrs);

/** An operation that is linear in each of its inputs, whose own kernel, if it has one, can have an epilogue. */
export interface Linear<I extends Tensors, A extends Settings, O extends tf.Tensor> extends Omit<
  Operation<I, A, O>,
  'own' | 'native'
> {
  own?(backend: NativeBackend, inputs: I, attrs: A, epilogue?: Epilogue): O;
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

/** `linear`, a bias and a rectifier as one operation. The sign of the output tells where the gradient passes. */
function fused<I extends Tensors, A extends Settings, O extends tf.Tensor>(
  linear: Linear<I, A, O>,
): Run<I & { bias: tf.Tensor }, A & { slope: number }, O> {
  const { own } = linear;
  return define<I & { bias: tf.Tensor }, A & { slope: number }, O>({
    name: `${linear.name}Fused`,
    ...(own && {
      own: (backend, inputs, attrs) => own(backend, inputs, attrs, { bias: inputs.bias, slope: attrs.slope }),
    }),
    ...(linear.plainIsFaster && { plainIsFaster: linear.plainIsFaster }),
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

/** Both ways to run a linear operation: as it is, and with an epilogue. */
export function defineLinear<I extends Tensors, A extends Settings, O extends tf.Tensor>(
  linear: Linear<I, A, O>,
): (inputs: I, attrs: A, epilogue?: Epilogue) => O {
  const [bare, withEpilogue] = [define(linear), fused(linear)];
  return (inputs, attrs, epilogue) =>
    epilogue
      ? withEpilogue({ ...inputs, bias: epilogue.bias }, { ...attrs, slope: epilogue.slope ?? LINEAR })
      : bare(inputs, attrs);
}

/** @throws RangeError if the bias is not one number for each of `channels`, or the slope not in [0, 1] */
export function checkEpilogue(name: string, epilogue: Epilogue | undefined, channels: number): void {
  if (!epilogue) return;
  const { bias, slope = LINEAR } = epilogue;
  if (bias.rank !== 1 || bias.size !== channels) {
    throw new RangeError(`ops.${name}: a bias of [${channels}] is allowed, got [${bias.shape}]`);
  }
  checkSlope(name, slope);
}

/** @throws RangeError if the slope is not in [0, 1]: outside, an output would not tell its input's sign */
export function checkSlope(name: string, slope: number): void {
  if (!(slope >= 0 && slope <= 1)) {
    throw new RangeError(`ops.${name}: a slope in [0, 1] is allowed, got ${slope}`);
  }
}
