// What native TensorFlow reads from its environment when it starts.

/** @type {Readonly<Record<string, string>>} */
export const TENSORFLOW = {
  // No start-up banner; errors still show.
  TF_CPP_MIN_LOG_LEVEL: '2',
  // oneDNN's kernels also on processors without AVX-512, where TensorFlow has them off although they are faster, and although
  // without them a signal during a product of matrices overwrites the heap (lib/src/ops/README.md).
  TF_ENABLE_ONEDNN_OPTS: '1',
};
