import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { models } from 'gan-lib';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { assertGradient, normal } from '../ops/helpers.ts';
import { close, values } from './tensors.ts';

const { dense, network, relu, spectralNorm } = models;

const build = (layer: models.Layer, input = 4) =>
  network({ name: 'net', input: [input], layers: [layer], seed: 1 });

suite('spectral normalisation', () => {
  const build3 = () => build(spectralNorm(dense(3)), 5);

  test('brings the largest singular value to 1 after some steps of training', () => {
    const net = build3();
    net.variables[0]!.assign(tf.randomNormal([5, 3], 0, 2, 'float32', 5));
    const x = tf.ones([2, 5]);
    for (let step = 0; step < 60; step++) values(net.apply(x, { training: true }));
    // The weights in use: what the network makes of the unit vectors, without the bias.
    const used = tf.tidy(() => tf.sub(net.apply(tf.eye(5)), net.variables[1]!).arraySync()) as number[][];
    const { diagonal } = new SingularValueDecomposition(new Matrix(used));
    close([diagonal[0]!], [1], 1e-4);
    x.dispose();
    net.dispose();
  });

  test('stores u, which training moves and nothing else does', () => {
    const net = build3();
    const u = net.stored.at(-1)!;
    assert.deepEqual([u.name, u.trainable, u.shape], ['1-spectralNorm/u', false, [1, 3]]);
    const before = Array.from(u.variable.dataSync());
    const x = tf.ones([2, 5]);
    values(net.apply(x));
    assert.deepEqual(Array.from(u.variable.dataSync()), before);
    values(net.apply(x, { training: true }));
    assert.notDeepEqual(Array.from(u.variable.dataSync()), before);
    x.dispose();
    net.dispose();
  });

  test('has the gradient of finite differences by weights and input, once u is the singular vector', () => {
    tf.tidy(() => {
      const net = build3();
      const [weights, bias] = net.variables as [tf.Variable, tf.Variable];
      const x = normal([4, 5], 11);
      for (let step = 0; step < 200; step++) values(net.apply(x, { training: true }));
      const towards = normal([4, 3], 12);
      const value = (w: tf.Tensor, b: tf.Tensor, input: tf.Tensor): tf.Scalar => {
        const spectral = net.stored.at(-1)!.variable;
        const built = models.sequence(net.layers, net.input);
        const options = { training: false, batches: 1, slope: 1, drawn: [] };
        return tf.sum(tf.mul(built.apply([w, b, spectral], input, options), towards));
      };
      assertGradient(value, [tf.clone(weights), tf.clone(bias), x], { h: 1e-3 });
      // The division by σ is in it: scaling all weights changes nothing.
      const gradient = tf.grad((w: tf.Tensor) => value(w, bias, x))(weights);
      const along = tf.sum(tf.mul(gradient, weights)).dataSync()[0]!;
      assert.ok(Math.abs(along) < 1e-3 * tf.norm(gradient).dataSync()[0]!, `${along} along the weights`);
      net.dispose();
    });
  });

  test('is refused around a layer without weights', () => {
    assert.throws(() => build(spectralNorm(relu())), /spectralNorm: a layer with weights is allowed/);
  });
});
