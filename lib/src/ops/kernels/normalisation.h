// Batch normalisation in training, with the rectifier behind it. The rows may be several batches one after
// the other, each normalised by itself.
#pragma once

#include <cmath>

#include "reduce.h"

namespace {

/** Mean and (population) variance of each channel of each batch: Chan, Golub & LeVeque 1983 across blocks. */
inline void moments(const Machine& machine, const Normalisation& n, float* mean, float* variance,
                    const float* x) {
  const Cut c = cut(n.rows, n.channels);
  float* means = machine.scratch(machine.threads, 2 * n.batches * c.blocks * n.channels);
  float* squares = means + n.batches * c.blocks * n.channels;
  eachBlock(machine, c, n.batches, [&](long row, long rows, long channel, long channels, long block) {
    eachVector(channels, [&](long i, int width) {
      const float* from = x + row * n.channels + channel + i;
      const V m =
          sum(rows, [=](long r) { return read(from + r * n.channels, width); }) / static_cast<float>(rows);
      const V s = sum(rows, [=](long r) {
        const V d = read(from + r * n.channels, width) - m;
        return d * d;
      });
      write(means + block * n.channels + channel + i, m, width);
      write(squares + block * n.channels + channel + i, s, width);
    });
  });
  eachStrip(c, n.batches, [&](long channel, long channels, long at) {
    double m[CHANNELS]{}, s[CHANNELS]{}, count = 0;
    for (long block = 0; block < c.blocks; block++, at += n.channels) {
      const double rows = static_cast<double>(least(c.block, c.rows - block * c.block)),
                   share = rows / (count + rows), weight = count * share;
      for (long i = 0; i < channels; i++) {
        const double d = means[at + i] - m[i];
        s[i] += squares[at + i] + d * d * weight;
        m[i] += d * share;
      }
      count += rows;
    }
    for (long i = 0; i < channels; i++) {
      mean[channel + i] = static_cast<float>(m[i]);
      variance[channel + i] = static_cast<float>(s[i] / count);
    }
  });
}

/** What a normalised channel is of x: scale · x + shift. */
inline void affine(const Normalisation& n, float* scale, float* shift, const float* mean,
                   const float* variance, const float* gamma, const float* beta) {
  for (long i = 0; i < n.batches * n.channels; i++) {
    scale[i] = gamma[i % n.channels] / std::sqrt(variance[i] + n.epsilon);
    shift[i] = beta[i % n.channels] - mean[i] * scale[i];
  }
}

inline void normalise(const Machine& machine, const Normalisation& n, float* y, float* mean, float* variance,
                      const float* x, const float* gamma, const float* beta) {
  moments(machine, n, mean, variance, x);
  float* scales = machine.scratch(machine.threads, 2 * n.batches * n.channels);
  float* shifts = scales + n.batches * n.channels;
  affine(n, scales, shifts, mean, variance, gamma, beta);
  const V slope = all(n.slope);
  eachBlock(machine, cut(n.rows, n.channels), n.batches,
            [&](long row, long rows, long channel, long channels, long) {
              const long batch = row / n.rows * n.channels + channel;
              eachRowsVector(rows, channels, [&](long r, long i, int width) {
                const V scale = read(scales + batch + i, width), shift = read(shifts + batch + i, width);
                const long at = (row + r) * n.channels + channel + i;
                write(y + at, rectify(read(x + at, width) * scale + shift, slope), width);
              });
            });
}

/** dy behind the rectifier: whether it let x pass shows in the y that is made of x once more. */
inline V passed(V dy, V x, V scale, V shift, V slope) { return x * scale + shift > 0 ? dy : slope * dy; }

inline void normaliseGradient(const Machine& machine, const Normalisation& n, float* dx, float* dgamma,
                              float* dbeta, const float* dy, const float* x, const float* gamma,
                              const float* beta, const float* mean, const float* variance) {
  const Cut c = cut(n.rows, n.channels);
  const long each = n.batches * n.channels, sums = n.batches * c.blocks * n.channels;
  float* scales = machine.scratch(machine.threads, 2 * sums + 5 * each);
  float *shifts = scales + each, *a = shifts + each, *b = a + each, *d = b + each, *ofDy = d + each,
        *ofProduct = ofDy + sums;
  affine(n, scales, shifts, mean, variance, gamma, beta);
  const V slope = all(n.slope);
  eachBlock(machine, c, n.batches, [&](long row, long rows, long channel, long channels, long block) {
    const long batch = row / n.rows * n.channels + channel;
    eachVector(channels, [&](long i, int width) {
      const V scale = read(scales + batch + i, width), shift = read(shifts + batch + i, width),
              m = read(mean + batch + i, width);
      const long at = row * n.channels + channel + i;
      V product{};
      const V total = sum(rows, [&](long r) {
        const V value = read(x + at + r * n.channels, width);
        const V gradient = passed(read(dy + at + r * n.channels, width), value, scale, shift, slope);
        product += gradient * (value - m);
        return gradient;
      });
      write(ofDy + block * n.channels + channel + i, total, width);
      write(ofProduct + block * n.channels + channel + i, product, width);
    });
  });
  clear(dgamma, n.channels);
  clear(dbeta, n.channels);
  // dx = γ / σ · (dy − mean(dy) − x̂ · mean(dy · x̂)) = a · dy + b · x + d
  eachStrip(c, n.batches, [&](long channel, long channels, long at) {
    double total[CHANNELS]{}, product[CHANNELS]{};
    for (long block = 0; block < c.blocks; block++, at += n.channels) {
      for (long i = 0; i < channels; i++) {
        total[i] += ofDy[at + i];
        product[i] += ofProduct[at + i];
      }
    }
    for (long i = 0; i < channels; i++) {
      const long k = channel + i, gain = k % n.channels;
      const double inverse = 1 / std::sqrt(static_cast<double>(variance[k]) + n.epsilon),
                   count = static_cast<double>(n.rows), factor = gamma[gain] * inverse,
                   bend = factor * inverse * inverse * product[i] / count;
      dgamma[gain] += static_cast<float>(product[i] * inverse);
      dbeta[gain] += static_cast<float>(total[i]);
      a[k] = static_cast<float>(factor);
      b[k] = static_cast<float>(-bend);
      d[k] = static_cast<float>(bend * mean[k] - factor * total[i] / count);
    }
  });
  eachBlock(machine, c, n.batches, [&](long row, long rows, long channel, long channels, long) {
    const long batch = row / n.rows * n.channels + channel;
    eachRowsVector(rows, channels, [&](long r, long i, int width) {
      const V scale = read(scales + batch + i, width), shift = read(shifts + batch + i, width);
      const V ofGradient = read(a + batch + i, width), ofValue = read(b + batch + i, width),
              rest = read(d + batch + i, width);
      const long at = (row + r) * n.channels + channel + i;
      const V value = read(x + at, width);
      const V gradient = passed(read(dy + at, width), value, scale, shift, slope);
      write(dx + at, ofGradient * gradient + ofValue * value + rest, width);
    });
  });
}

}  // namespace
