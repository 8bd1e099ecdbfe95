import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { models } from 'gan-lib';
import { close, values } from './tensors.ts';

const { conv2d, conv2dTranspose, dense, flatten, network, relu, reshape } = models;

const build = (layers: models.Layer[], input: models.Shape = [4], more = {}) =>
  network({ name: 'net', input, layers, seed: 1, ...more });

const weightsOf = (net: models.Network) => net.stored.map(({ variable }) => Array.from(variable.dataSync()));

suite('a network', () => {
  test('computes what its layers say', () => {
    const net = build([dense(2), relu(), dense(1, { bias: false })], [3]);
    const [weights, bias, last] = net.variables;
    weights!.assign(tf.tensor2d([[1, 2], [3, 4], [5, 6]])); // prettier-ignore
    bias!.assign(tf.tensor1d([-20, 10]));
    last!.assign(tf.tensor2d([[2], [-1]]));
    // [1, 0, −1]: (1 − 5 − 20, 2 − 6 + 10) = (−24, 6) → (0, 6) → −6;
    // [1, 1, 3]: (1 + 3 + 15 − 20, 2 + 4 + 18 + 10) = (−1, 34) → −34; [2, 2, 3]: (3, 40) → 6 − 40.
    const x = tf.tensor2d([[1, 0, -1], [1, 1, 3], [2, 2, 3]]); // prettier-ignore
    close(values(net.apply(x)), [-6, -34, -34]);
    x.dispose();
    net.dispose();
  });

  test('its first layers are a network of their own, with the weights that they have now', () => {
    const { flatten, dense, batchNorm, leakyRelu, tanh } = models;
    const layers = [flatten(), dense(4, { bias: false }), batchNorm(), leakyRelu(), dense(2), tanh()];
    const net = models.network({ name: 'net', input: [2, 2], layers, seed: 3 });
    const x = tf.randomNormal([8, 2, 2], 0, 1, 'float32', 5);
    net.apply(x, { training: true }).dispose(); // moves the running averages
    tf.tidy(() => net.variables[0]!.assign(tf.mul(net.variables[0]!, 2)));
    const first = models.firstLayers(net, -2);
    assert.deepEqual(first.outputShape, [4]);
    const { variable: weights } = net.stored.find(({ name }) => name.startsWith('5-dense/weights'))!;
    const rest = tf.tidy(() => tf.tanh(tf.matMul(first.apply(x) as tf.Tensor2D, weights as tf.Tensor2D)));
    const apart = tf.tidy(() => tf.max(tf.abs(tf.sub(rest, net.apply(x)))).dataSync()[0]!);
    assert.ok(apart < 1e-6, `${apart}`);
    tf.tidy(() => net.variables[0]!.assign(tf.zerosLike(net.variables[0]!)));
    assert.ok(first.variables[0]!.dataSync().every((value) => value !== 0));
    tf.dispose([x, rest]);
    [net, first].forEach((each) => each.dispose());
  });

  test('a clone has the same weights, and its own', () => {
    const net = build([dense(2), models.batchNorm(), relu(), dense(1)], [3]);
    const x = tf.tensor2d([[1, 0, -1], [1, 1, 3]]); // prettier-ignore
    net.apply(x, { training: true }).dispose();
    const twin = models.clone(net);
    assert.deepEqual(weightsOf(twin), weightsOf(net));
    twin.variables[0]!.assign(tf.zeros([3, 2]));
    assert.notDeepEqual(weightsOf(twin), weightsOf(net));
    tf.dispose(x);
    net.dispose();
    twin.dispose();
  });

  test('convolutions divide and multiply the size by the stride', () => {
    const sizes = (layer: models.Layer, input: models.Shape) => build([layer], input).outputShape;
    assert.deepEqual(sizes(conv2d({ filters: 5 }), [28, 28, 1]), [14, 14, 5]);
    assert.deepEqual(sizes(conv2d({ filters: 5 }), [7, 9, 2]), [4, 5, 5]);
    assert.deepEqual(sizes(conv2d({ filters: 5, stride: 1 }), [7, 7, 2]), [7, 7, 5]);
    assert.deepEqual(sizes(conv2dTranspose({ filters: 3 }), [7, 7, 2]), [14, 14, 3]);
    assert.deepEqual(sizes(conv2dTranspose({ filters: 3, stride: 1 }), [5, 7, 2]), [5, 7, 3]);
  });

  test('a transposed convolution goes back to odd sizes, in two and three dimensions', () => {
    const sizes = (layer: models.Layer, input: models.Shape) => build([layer], input).outputShape;
    assert.deepEqual(sizes(conv2dTranspose({ filters: 3, size: 7 }), [4, 4, 2]), [7, 7, 3]);
    assert.deepEqual(sizes(models.conv3d({ filters: 5 }), [8, 28, 27, 1]), [4, 14, 14, 5]);
    assert.deepEqual(sizes(models.conv3d({ filters: 5, stride: [1, 2, 2] }), [8, 28, 28, 1]), [8, 14, 14, 5]);
    const back = models.conv3dTranspose({ filters: 2, stride: [1, 2, 2], size: [8, 7, 7] });
    assert.deepEqual(sizes(back, [8, 4, 4, 3]), [8, 7, 7, 2]);
  });

  test('convolutions in time and space are those of their operations', () => {
    const x = tf.randomNormal<tf.Rank.R5>([2, 4, 6, 5, 3], 0, 1, 'float32', 1);
    const net = build(
      [models.conv3d({ filters: 4, kernelSize: 3, stride: [1, 2, 2] }), relu()],
      [4, 6, 5, 3],
    );
    const [filter, bias] = net.variables;
    bias!.assign(tf.tensor1d([0.1, -0.2, 0.3, 0]));
    const plain = tf.tidy(() =>
      tf.relu(tf.add(tf.conv3d(x, filter as unknown as tf.Tensor5D, [1, 2, 2], 'same'), bias!)),
    );
    close(values(net.apply(x)), values(plain), 1e-5);
    x.dispose();
    net.dispose();
  });

  test('a convolution is the one that its definition says', () => {
    // 'same' padding of 2 × 2 by a kernel of 2 and stride 1: a row below and a column to the right are 0.
    const net = build([conv2d({ filters: 1, kernelSize: 2, stride: 1, bias: true })], [2, 2, 1]);
    net.variables[0]!.assign(tf.tensor4d([1, 10, 100, 1000], [2, 2, 1, 1]));
    net.variables[1]!.assign(tf.tensor1d([0.5]));
    const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    close(values(net.apply(x)), [4321.5, 402.5, 43.5, 4.5]);
    // The transposed one spreads each pixel by the kernel: stride 2, no overlap.
    const spread = build([conv2dTranspose({ filters: 1, kernelSize: 2, bias: false })], [2, 2, 1]);
    spread.variables[0]!.assign(tf.tensor4d([1, 10, 100, 1000], [2, 2, 1, 1]));
    close(values(spread.apply(x)), [1, 10, 2, 20, 100, 1000, 200, 2000, 3, 30, 4, 40, 300, 3000, 400, 4000]);
    x.dispose();
    net.dispose();
    spread.dispose();
  });

  test('names what it stores, layer by layer, and tells trained from recorded', () => {
    const net = build([dense(3), models.batchNorm(), relu(), dense(1, { bias: false })]);
    assert.deepEqual(
      net.stored.map(({ name, shape, trainable }) => [name, shape, trainable]),
      [
        ['1-dense/weights', [4, 3], true],
        ['1-dense/bias', [3], true],
        ['2-batchNorm/gamma', [3], true],
        ['2-batchNorm/beta', [3], true],
        ['2-batchNorm/mean', [3], false],
        ['2-batchNorm/variance', [3], false],
        ['4-dense/weights', [3, 1], true],
      ],
    );
    assert.equal(net.variables.length, 5);
    assert.equal(net.parameterCount, 12 + 3 + 3 + 3 + 3);
    assert.deepEqual(net.summary(), [
      { layer: '1-dense', output: '[3]', parameters: 15 },
      { layer: '2-batchNorm', output: '[3]', parameters: 6 },
      { layer: '3-relu', output: '[3]', parameters: 0 },
      { layer: '4-dense', output: '[1]', parameters: 3 },
    ]);
    net.dispose();
  });

  test('is plain data but for its weights: a network built again from JSON is the same', () => {
    const net = build(models.dcganDiscriminator({ filters: 2 }), [28, 28, 1]);
    const { name, input, layers, seed } = net;
    const again = network(JSON.parse(JSON.stringify({ name, input, layers, seed })));
    assert.deepEqual(weightsOf(again), weightsOf(net));
    net.dispose();
    again.dispose();
  });

  test('frees what it made, and nothing else', () => {
    const before = tf.memory().numTensors;
    const net = build([dense(3), models.batchNorm(), dense(1)]);
    assert.equal(tf.memory().numTensors, before + 8);
    const x = tf.ones([2, 4]);
    values(net.apply(x, { training: true }));
    net.reset();
    assert.equal(tf.memory().numTensors, before + 9);
    net.dispose();
    x.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});

suite('layers within layers', () => {
  const inner = [conv2d({ filters: 3, stride: 1 }), models.batchNorm(), relu()];
  const nested = () => build([models.skip(inner), models.residual([models.dropout(0.5)])], [4, 4, 2]);

  test('are named, summarised and begin as layers do, whatever stands beside them', () => {
    const net = nested();
    assert.deepEqual(
      net.stored.map(({ name }) => name),
      ['filter', 'bias', 'gamma', 'beta', 'mean', 'variance'].map(
        (name, i) => `1-skip/${i < 2 ? '1-conv2d' : '2-batchNorm'}/${name}`,
      ),
    );
    assert.deepEqual(net.summary(), [
      { layer: '1-skip/1-conv2d', output: '[4, 4, 3]', parameters: 99 },
      { layer: '1-skip/2-batchNorm', output: '[4, 4, 3]', parameters: 6 },
      { layer: '1-skip/3-relu', output: '[4, 4, 3]', parameters: 0 },
      { layer: '1-skip', output: '[4, 4, 5]', parameters: 0 },
      { layer: '2-residual/1-dropout', output: '[4, 4, 5]', parameters: 0 },
      { layer: '2-residual', output: '[4, 4, 5]', parameters: 0 },
    ]);
    const alone = build([models.skip(inner)], [4, 4, 2]);
    assert.deepEqual(weightsOf(alone), weightsOf(net));
    [net, alone].forEach((each) => each.dispose());
  });

  test('compute what they say, a fused rectifier too, and survive JSON', () => {
    const { name, input, layers, seed } = nested();
    const net = network(JSON.parse(JSON.stringify({ name, input, layers, seed })));
    const x = tf.randomNormal([2, 4, 4, 2], 0, 1, 'float32', 3);
    const parts = build([...inner], [4, 4, 2]);
    parts.stored.forEach(({ variable }, i) => variable.assign(net.stored[i]!.variable));
    // Outside training dropout does nothing: the residual doubles.
    const expected = tf.tidy(() => tf.mul(2, tf.concat([x, parts.apply(x)], -1)));
    close(values(net.apply(x)), values(expected));
    x.dispose();
    [net, parts].forEach((each) => each.dispose());
  });

  test('draw their masks under their own names', () => {
    const net = nested();
    const drawn = net.draw(2);
    assert.deepEqual(Object.keys(drawn), ['net/2-residual/1-dropout/mask']);
    const x = tf.ones([2, 4, 4, 2]);
    const [once, again] = [1, 2].map(() => values(net.apply(x, { training: true, drawn })));
    assert.deepEqual(once, again);
    assert.notDeepEqual(values(net.apply(x, { training: true })), once);
    tf.dispose([x, drawn]);
    net.dispose();
  });
});

suite('a kind of layer', () => {
  test('that a notebook registers works like any other; twice it is refused', () => {
    interface Scale extends models.Layer {
      readonly kind: 'scale';
      readonly by: number;
    }
    const kind: models.LayerKind<Scale> = {
      kind: 'scale',
      build: ({ by }, shape) => ({ output: shape, parameters: [], apply: (_stored, x) => tf.mul(x, by) }),
    };
    models.registerLayer(kind);
    const scale: Scale = { kind: 'scale', by: 3 };
    const net = build([dense(2), scale]);
    const x = tf.ones([1, 4]);
    const plain = build([dense(2)]);
    close(
      values(net.apply(x)),
      values(plain.apply(x)).map((value) => 3 * value),
    );
    assert.throws(() => models.registerLayer(kind), {
      name: 'RangeError',
      message: 'registerLayer: there is a layer kind "scale" already',
    });
    x.dispose();
    [net, plain].forEach((each) => each.dispose());
  });
});

suite('first weights', () => {
  test('are the same for the same seed, others for another seed or name', () => {
    const layers = models.mlpGenerator({ output: [2], hidden: [8, 8] });
    const first = weightsOf(build(layers));
    assert.deepEqual(weightsOf(build(layers)), first);
    for (const more of [{ seed: 2 }, { name: 'other' }]) {
      const other = weightsOf(build(layers, [4], more));
      first.forEach((weights, i) => {
        if (i % 2 === 0) assert.notDeepEqual(other[i], weights); // every second one is a bias: 0
      });
    }
  });

  test('come from a stream for each layer: layers of the same shape differ, neighbours change nothing', () => {
    const net = build([dense(4), dense(4), dense(4)]);
    const [a, , b, , c] = weightsOf(net);
    assert.notDeepEqual(a, b);
    assert.notDeepEqual(b, c);
    const wider = build([dense(4), dense(4), dense(9)]);
    assert.deepEqual(weightsOf(wider).slice(0, 4), weightsOf(net).slice(0, 4));
    const before = build([dense(4, { init: models.zeros }), dense(4), dense(4)]);
    assert.deepEqual(weightsOf(before).slice(2), weightsOf(net).slice(2));
  });

  test('come back by reset()', () => {
    const net = build([dense(3), models.batchNorm(), models.dropout(0.5)]);
    const x = tf.ones([8, 4]);
    const first = weightsOf(net);
    const applied = values(net.apply(x, { training: true }));
    for (const { variable } of net.stored) variable.assign(tf.add(variable, 1));
    assert.notDeepEqual(weightsOf(net), first);
    net.reset();
    assert.deepEqual(weightsOf(net), first);
    assert.deepEqual(values(net.apply(x, { training: true })), applied); // the dropout masks, too
    x.dispose();
    net.dispose();
  });
});

suite('errors', () => {
  test('of a layer within a layer, of a kind that nobody registered, of a size that no step leads to', () => {
    const message = (layers: models.Layer[], input: models.Shape = [4, 4, 1]) => {
      try {
        build(layers, input);
      } catch (error) {
        assert.ok(error instanceof RangeError);
        return error.message;
      }
      return assert.fail('nothing was thrown');
    };
    assert.equal(
      message([models.skip([conv2d({ filters: 2 })])]),
      'net: layer 1 (skip) takes [2, 2, channels], as its layers give, but the input gives [4, 4, 1]',
    );
    assert.equal(
      message([relu(), models.residual([conv2d({ filters: 2, stride: 1 }), dense(3)])]),
      'net: layer 2 (residual): layer 2 (dense) takes one dimension, [n] (put flatten() before it), ' +
        'but layer 1 (conv2d) gives [4, 4, 2]',
    );
    assert.match(
      message([{ kind: 'maxout' }]),
      /^net: no layer kind "maxout" is registered; there are activation, /,
    );
    assert.equal(
      message([conv2dTranspose({ filters: 1, size: 9 })]),
      'net: layer 1 (conv2dTranspose) takes [5, 5, channels], to make [9, 9] of it with stride 2, ' +
        'but the input gives [4, 4, 1]',
    );
  });

  const throws = (layers: models.Layer[], input: models.Shape, message: string) =>
    assert.throws(() => build(layers, input), { name: 'RangeError', message });

  test('name network, layer, what it takes and what it was given', () => {
    throws(
      [dense(8), conv2d({ filters: 2 })],
      [4],
      'net: layer 2 (conv2d) takes an image, [height, width, channels] (put reshape() before it), ' +
        'but layer 1 (dense) gives [8]',
    );
    throws(
      [dense(1)],
      [28, 28, 1],
      'net: layer 1 (dense) takes one dimension, [n] (put flatten() before it), but the input gives [28, 28, 1]',
    );
    throws(
      [flatten(), relu(), reshape([7, 7, 3])],
      [12, 12, 1],
      'net: layer 3 (reshape) takes 147 numbers, to make [7, 7, 3] of them, but layer 2 (relu) gives [144]',
    );
  });

  test('name the layer whose size is no whole number above 0', () => {
    const need = (layer: string, shape: string) =>
      `net: layer ${layer} would need a tensor of shape [${shape}], where only whole numbers above 0 are allowed`;
    throws([dense(3), dense(0)], [4], need('2 (dense)', '0'));
    throws([dense(2.5)], [4], need('1 (dense)', '2.5'));
    throws([dense(-1)], [4], need('1 (dense)', '-1'));
    throws([dense(NaN)], [4], need('1 (dense)', 'NaN'));
    throws([dense(1)], [0], need('1 (dense)', '0, 1'));
    throws([conv2d({ filters: 0 })], [4, 4, 1], need('1 (conv2d)', '2, 2, 0'));
    throws([conv2d({ filters: 1, stride: 0 })], [4, 4, 1], need('1 (conv2d)', 'Infinity, Infinity, 1'));
    throws(
      [conv2dTranspose({ filters: 1, kernelSize: 0 })],
      [4, 4, 1],
      need('1 (conv2dTranspose)', '0, 0, 1, 1'),
    );
  });

  test('name the network that is given an input of another shape', () => {
    const net = build([dense(1)]);
    for (const shape of [[2, 5], [4], [2, 4, 1]]) {
      const x = tf.zeros(shape);
      assert.throws(() => net.apply(x), {
        name: 'RangeError',
        message: `net: input of shape [batch, 4] is allowed, got [${shape.join(', ')}]`,
      });
      x.dispose();
    }
    net.dispose();
  });
});
