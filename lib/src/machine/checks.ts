import { accessSync, constants, mkdirSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { toTensor, type Mnist } from '../data';
import { accuracy } from '../metrics';
import type { Classifier, Network } from '../models';
import type { Check } from './examine';
import type { Machine } from './this-machine';

/** Test digits that the classifier reads. */
const DIGITS = 2000;

/** All that the lessons need of a machine. */
export function checks(machine: Machine): Check[] {
  const { node, backend, tensorflow, cores, gigaflops, runs } = machine;
  return [
    {
      name: 'Node.js',
      find: () => ({ found: node, good: Number.parseInt(node.slice(1)) >= 24 }),
      otherwise: 'version 24 or newer is needed; start JupyterLab with npm start',
    },
    {
      name: 'TensorFlow',
      find: () => ({
        found: `${tensorflow ?? 'no native library'}, backend ${backend} of TensorFlow.js ${tf.version_core}`,
        good: tensorflow !== undefined && backend === 'tensorflow',
      }),
      otherwise: 'run npm run doctor in a terminal',
    },
    {
      name: 'cores',
      find: () => ({ found: String(cores), good: cores > 1 }),
      otherwise: 'the lessons work, but trainings take longer than they say',
    },
    {
      name: 'speed',
      find: () => ({
        found: `${gigaflops.toFixed(0)} billion operations a second`,
        good: gigaflops > 8, // two slow cores to themselves have 18
      }),
      otherwise: 'the lessons work, but slowly; does another process use the cores?',
    },
    {
      name: 'MNIST',
      find: () => mnist(machine.mnist()),
      otherwise: 'run npm run doctor in a terminal',
    },
    {
      name: 'classifier',
      find: () => reads(machine.classifier(), machine.mnist()),
      otherwise: 'run npm run classifier -- mnist in a terminal',
    },
    {
      name: 'generator',
      find: () => draws(machine.generator()),
      otherwise: 'run npm run generator in a terminal',
    },
    {
      name: 'folder of kept runs',
      find: () => ({ found: writable(runs), good: true }),
      otherwise: 'make the folder writable, or name another in the environment variable GAN_RUNS',
    },
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function mnist({ train, test }: Mnist) {
  const images = train.count + test.count;
  return { found: `${images.toLocaleString('en-GB')} images`, good: images === 70_000 };
}

function reads(classifier: Classifier, { test }: Mnist) {
  const share = tf.tidy(() => {
    const probabilities = classifier.probabilities(toTensor(test, { length: DIGITS }));
    return accuracy(probabilities, test.labels.subarray(0, DIGITS));
  });
  classifier.dispose();
  return { found: `reads ${percent(share)} of the test digits right`, good: share > 0.98 };
}

function draws(generator: Network) {
  const [height, width] = generator.outputShape;
  generator.dispose();
  return { found: `draws images of ${height} × ${width} pixels`, good: true };
}

/** @throws Error if nothing can be written there */
function writable(folder: string): string {
  mkdirSync(folder, { recursive: true });
  accessSync(folder, constants.W_OK);
  return 'can be written to';
}
