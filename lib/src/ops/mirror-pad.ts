/**
 * The gradient of `tf.mirrorPad`. TensorFlow.js's own cuts the border off; what stands there came from inside, and belongs
 * to the gradient of that.
 */
import * as tf from '@tensorflow/tfjs-core';
import { run } from './native';
import { define, type Run } from './operation';

interface Mirror extends Record<string, number | readonly number[]> {
  /** Before and behind each axis. */
  readonly paddings: readonly number[];
  /** Numbers at the edge that are not repeated: 1 reflects, 0 is symmetric. */
  readonly skip: number;
}

const pairs = (flat: readonly number[]): [number, number][] =>
  Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!]);

const mode = (skip: number) => (skip === 1 ? 'reflect' : 'symmetric');

/** Adds what stands before and behind the inside of an axis to where it came from. */
function fold(
  dy: tf.Tensor,
  axis: number,
  [before, behind]: readonly [number, number],
  skip: number,
): tf.Tensor {
  const size = dy.shape[axis]! - before - behind;
  const [left, inside, right] = tf.split(dy, [before, size, behind], axis);
  const place = (part: tf.Tensor, start: number) =>
    tf.pad(
      tf.reverse(part, axis),
      dy.shape.map((_, i) => (i === axis ? [start, size - start - part.shape[axis]!] : [0, 0])),
    );
  const sums = [inside!];
  if (before > 0) sums.push(place(left!, skip));
  if (behind > 0) sums.push(place(right!, size - skip - behind));
  return tf.addN(sums);
}

const mirrorPadGradient: Run<{ dy: tf.Tensor }, Mirror, tf.Tensor> = define<
  { dy: tf.Tensor },
  Mirror,
  tf.Tensor
>({
  name: 'GanMirrorPadGrad',
  native: (backend, { dy }, { paddings, skip }) => {
    const widths = tf.tensor2d([...paddings], [dy.rank, 2], 'int32');
    const dx = run(backend, 'MirrorPadGrad', [dy, widths], { mode: mode(skip).toUpperCase() });
    widths.dispose();
    return dx;
  },
  plain: ({ dy }, { paddings, skip }) =>
    pairs(paddings).reduce((sum, pair, axis) => fold(sum, axis, pair, skip), dy),
  save: [],
  gradient: (ddx, _saved, { paddings, skip }) => ({
    dy: () => tf.mirrorPad(ddx, pairs(paddings), mode(skip)),
  }),
});

tf.registerGradient({
  kernelName: tf.MirrorPad,
  gradFunc: (dy, _saved, attrs) => {
    const { paddings, mode } = attrs as unknown as tf.MirrorPadAttrs;
    const mirror = { paddings: paddings.flat(), skip: mode === 'reflect' ? 1 : 0 };
    return { x: () => mirrorPadGradient({ dy: dy as tf.Tensor }, mirror) };
  },
});
