// What a variant of the kernels offers, and what it needs.
#pragma once

/**
 * Runs task(context, i, thread) for i from 0 to count − 1 on several threads, each numbered from 0; returns
 * when all are done.
 */
using Parallel = void (*)(int count, void (*task)(void* context, int i, int thread), void* context);

/** Memory of a thread that lasts to its next call: at least `count` numbers, aligned to 64 bytes. */
using Scratch = float* (*)(int thread, long count);

struct Machine {
  Parallel parallel;
  Scratch scratch;
  int threads;
};

/** Sizes of a convolution; `above` and `left` zeros stand before the rows and columns of the large images. */
struct Geometry {
  long images;
  long largeHeight, largeWidth, largeChannels;
  long smallHeight, smallWidth, smallChannels;
  long size, stride;
  long above, left;
};

/**
 * What the kernel of a layer does to its result while it is in the cache: adds a bias for each channel, and
 * rectifies with this slope; 1 does not. Nothing if there is no bias.
 */
struct Epilogue {
  const float* bias;
  float slope;
};

/**
 * Batches one after the other, each of so many rows of channels; what normalises them, and the slope of the
 * rectifier.
 */
struct Normalisation {
  long batches, rows, channels;
  float epsilon, slope;
};

/** A variable that an optimiser moves, and what it keeps beside it. */
struct Variable {
  long size;
  float* result;
  const float* value;
  float *first, *second;
  const float* gradient;
};

/**
 * Kernels compiled for one kind of processor. Tensors are contiguous, images [batch, height, width,
 * channels].
 */
struct Kernels {
  const char* name;
  /**
   * c[rows, columns] = a[rows, depth] · b[depth, columns]; a transposed matrix lies in memory as its
   * transpose.
   */
  void (*product)(const Machine&, float* c, const float* a, const float* b, long rows, long columns,
                  long depth, bool transposeA, bool transposeB, Epilogue);
  /** small = large ∗ filter. */
  void (*conv2d)(const Machine&, const Geometry&, float* small, const float* large, const float* filter,
                 Epilogue);
  /** The transpose of `conv2d` in its first argument: the transposed convolution. */
  void (*conv2dBackpropInput)(const Machine&, const Geometry&, float* large, const float* small,
                              const float* filter, Epilogue);
  /** The transpose of `conv2d` in its second argument. */
  void (*conv2dBackpropFilter)(const Machine&, const Geometry&, float* filter, const float* large,
                               const float* small);
  /** The sum of each channel. */
  void (*biasGradient)(const Machine&, float* db, const float* dy, long rows, long channels);
  void (*hyperbolicTangent)(const Machine&, float* y, const float* x, long size);
  void (*tanhGradient)(const Machine&, float* dx, const float* dy, const float* y, long size);
  /** dx = dy where y > 0, slope · dy elsewhere. */
  void (*rectifierGradient)(const Machine&, float* dx, const float* dy, const float* y, long size,
                            float slope);
  /**
   * y = rectify(γ · (x − mean) / √(variance + ε) + β); mean and variance [batches, channels] are results as
   * well.
   */
  void (*normalise)(const Machine&, const Normalisation&, float* y, float* mean, float* variance,
                    const float* x, const float* gamma, const float* beta);
  void (*normaliseGradient)(const Machine&, const Normalisation&, float* dx, float* dgamma, float* dbeta,
                            const float* dy, const float* x, const float* gamma, const float* beta,
                            const float* mean, const float* variance);
  void (*adam)(const Machine&, const Variable*, int count, const float* scalars);
  void (*rmsProp)(const Machine&, const Variable*, int count, const float* scalars);
  /** Into [−limit, limit]. */
  void (*clip)(const Machine&, const Variable*, int count, float limit);
  /** The first that holds NaN or ±∞; −1 if none does. */
  int (*firstNonFinite)(const Machine&, const Variable*, int count);
};
