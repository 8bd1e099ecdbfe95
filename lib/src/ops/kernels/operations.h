// The operations by name: what each takes and gives, and how its kernel is called once shapes are checked.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "call.h"
#include "choice.h"
#include "mean.h"
#include "parallel.h"
#include "threads.h"

namespace {

void product(Call& call) {
  const bool transposeA = call.whole(0), transposeB = call.whole(1);
  const Tensor a = call.input(0, 2), b = call.input(1, 2);
  const int64_t rows = a.dim(transposeA), depth = a.dim(!transposeA), columns = b.dim(!transposeB);
  call.need(b.dim(transposeB) == depth, "the matrices do not fit each other");
  const EpilogueOf epilogue(call, 2, 2, columns);
  const Tensor c = call.output(0, {rows, columns});
  kernels().product(machine(), c.data(), a.data(), b.data(), rows, columns, depth, transposeA, transposeB,
                    epilogue);
}

/** Zeros before an image with the padding 'same'. */
int64_t before(int64_t large, int64_t small, int64_t stride, int64_t size) {
  const int64_t total = (small - 1) * stride + size - large;
  return total > 0 ? total / 2 : 0;
}

/** Of large images [batch, height, width, channels], and a square filter that they are convolved with. */
Geometry geometry(const Shape& large, int64_t size, int64_t smallChannels, int64_t stride) {
  Call::need(size > 0 && stride > 0, "the filter's size and the stride must be above 0");
  const int64_t height = (large[1] + stride - 1) / stride, width = (large[2] + stride - 1) / stride;
  return {large[0],
          large[1],
          large[2],
          large[3],
          height,
          width,
          smallChannels,
          size,
          stride,
          before(large[1], height, stride, size),
          before(large[2], width, stride, size)};
}

Shape smallShape(const Geometry& g) { return {g.images, g.smallHeight, g.smallWidth, g.smallChannels}; }

void conv2d(Call& call) {
  const Tensor large = call.input(0, 4), filter = call.input(1, 4);
  const Geometry g = geometry(large.shape(), filter.dim(0), filter.dim(3), call.whole(0));
  call.need(filter.shape() == Shape{g.size, g.size, g.largeChannels, g.smallChannels},
            "the filter does not fit the images");
  const EpilogueOf epilogue(call, 1, 2, g.smallChannels);
  const Tensor small = call.output(0, smallShape(g));
  kernels().conv2d(machine(), g, small.data(), large.data(), filter.data(), epilogue);
}

void conv2dBackpropInput(Call& call) {
  const Tensor small = call.input(0, 4), filter = call.input(1, 4);
  const Shape shape = {small.dim(0), call.whole(1), call.whole(2), filter.dim(2)};
  const Geometry g = geometry(shape, filter.dim(0), filter.dim(3), call.whole(0));
  call.need(filter.dim(0) == filter.dim(1) && small.shape() == smallShape(g),
            "the filter does not fit the images");
  const EpilogueOf epilogue(call, 3, 2, g.largeChannels);
  const Tensor large = call.output(0, shape);
  kernels().conv2dBackpropInput(machine(), g, large.data(), small.data(), filter.data(), epilogue);
}

void conv2dBackpropFilter(Call& call) {
  const Tensor large = call.input(0, 4), small = call.input(1, 4);
  const Geometry g = geometry(large.shape(), call.whole(1), small.dim(3), call.whole(0));
  call.need(small.shape() == smallShape(g), "the images do not fit each other");
  const Tensor filter = call.output(0, {g.size, g.size, g.largeChannels, g.smallChannels});
  kernels().conv2dBackpropFilter(machine(), g, filter.data(), large.data(), small.data());
}

void biasGradient(Call& call) {
  const Tensor dy = call.input(0);
  const int64_t channels = dy.channels();
  const Tensor db = call.output(0, {channels});
  kernels().biasGradient(machine(), db.data(), dy.data(), channels > 0 ? dy.size() / channels : 0, channels);
}

void hyperbolicTangent(Call& call) {
  const Tensor x = call.input(0), y = call.output(0, x.shape());
  kernels().hyperbolicTangent(machine(), y.data(), x.data(), x.size());
}

void tanhGradient(Call& call) {
  const Tensor dy = call.input(0), y = call.input(1);
  call.need(dy.shape() == y.shape(), "gradient and value do not fit each other");
  const Tensor dx = call.output(0, y.shape());
  kernels().tanhGradient(machine(), dx.data(), dy.data(), y.data(), y.size());
}

void rectifierGradient(Call& call) {
  const Tensor dy = call.input(0), y = call.input(1);
  call.need(dy.shape() == y.shape(), "gradient and value do not fit each other");
  const Tensor dx = call.output(0, y.shape());
  kernels().rectifierGradient(machine(), dx.data(), dy.data(), y.data(), y.size(), call.number(0));
}

/** Attributes of both: batches, ε, slope. */
Normalisation normalisation(const Call& call, const Tensor& x) {
  const int64_t batches = call.whole(0), channels = x.channels();
  Call::need(batches > 0 && x.size() > 0 && x.dim(0) % batches == 0,
             "the rows cannot be divided into batches");
  return {batches, x.size() / channels / batches, channels, call.number(1), call.number(2)};
}

/** The running average after these batches: of the mean (factor 1), or of the unbiased variance. */
void average(float* result, const float* old, const float* ofBatches, const Normalisation& n, float momentum,
             float factor) {
  for (int64_t i = 0; i < n.channels; i++) {
    result[i] = old[i];
    for (int64_t batch = 0; batch < n.batches; batch++) {
      result[i] = momentum * result[i] + (1 - momentum) * factor * ofBatches[batch * n.channels + i];
    }
  }
}

void normalise(Call& call) {
  const Tensor x = call.input(0), gamma = call.input(1, 1), beta = call.input(2, 1);
  const Tensor oldMean = call.input(3, 1), oldVariance = call.input(4, 1);
  const Normalisation n = normalisation(call, x);
  for (const Tensor* each : {&gamma, &beta, &oldMean, &oldVariance}) {
    call.need(each->size() == n.channels, "scale, shift and averages must have a number for each channel");
  }
  const Tensor y = call.output(0, x.shape()), newMean = call.output(1, {n.channels}),
               newVariance = call.output(2, {n.channels});
  const Tensor mean = call.output(3, {n.batches, n.channels}),
               variance = call.output(4, {n.batches, n.channels});
  kernels().normalise(machine(), n, y.data(), mean.data(), variance.data(), x.data(), gamma.data(),
                      beta.data());
  average(newMean.data(), oldMean.data(), mean.data(), n, call.number(3), 1);
  const float rows = static_cast<float>(n.rows);
  average(newVariance.data(), oldVariance.data(), variance.data(), n, call.number(3),
          rows > 1 ? rows / (rows - 1) : 1);
}

void normaliseGradient(Call& call) {
  const Tensor dy = call.input(0), x = call.input(1), gamma = call.input(2, 1), beta = call.input(3, 1);
  const Tensor mean = call.input(4, 2), variance = call.input(5, 2);
  const Normalisation n = normalisation(call, x);
  call.need(dy.shape() == x.shape() && gamma.size() == n.channels && beta.size() == n.channels &&
                mean.size() == n.batches * n.channels && variance.size() == mean.size(),
            "gradient, value and statistics do not fit each other");
  const Tensor dx = call.output(0, x.shape()), dgamma = call.output(1, {n.channels}),
               dbeta = call.output(2, {n.channels});
  kernels().normaliseGradient(machine(), n, dx.data(), dgamma.data(), dbeta.data(), dy.data(), x.data(),
                              gamma.data(), beta.data(), mean.data(), variance.data());
}

/**
 * Lists of as many tensors as the first attribute says, one list after the other, and the numbers of the
 * rule.
 */
template <void (*Kernels::*kernel)(const Machine&, const Variable*, int, const float*), int64_t SCALARS>
void update(Call& call) {
  const int count = static_cast<int>(call.whole(0));
  std::vector<Tensor> tensors;
  std::vector<Variable> variables;
  tensors.reserve(5 * count);
  for (int i = 0; i < 4 * count; i++) tensors.push_back(call.input(i));
  for (int i = 0; i < count; i++) {
    const Tensor &value = tensors[i], &first = tensors[count + i], &second = tensors[2 * count + i],
                 &gradient = tensors[3 * count + i];
    call.need(
        first.size() == value.size() && second.size() == value.size() && gradient.size() == value.size(),
        "variable, slots and gradient do not fit each other");
    tensors.push_back(call.output(i, value.shape()));
    variables.push_back(
        {value.size(), tensors.back().data(), value.data(), first.data(), second.data(), gradient.data()});
  }
  const Tensor scalars = call.input(4 * count, 1);
  call.need(scalars.size() == SCALARS, "the rule needs " + std::to_string(SCALARS) + " scalars");
  (kernels().*kernel)(machine(), variables.data(), count, scalars.data());
}

void clip(Call& call) {
  const int count = static_cast<int>(call.whole(0));
  std::vector<Tensor> tensors;
  std::vector<Variable> variables;
  for (int i = 0; i < count; i++) {
    tensors.push_back(call.input(i));
    const float* value = tensors.back().data();
    const Shape shape = tensors.back().shape();
    tensors.push_back(call.output(i, shape));
    variables.push_back({tensors.back().size(), tensors.back().data(), value, nullptr, nullptr, nullptr});
  }
  kernels().clip(machine(), variables.data(), count, call.number(1));
}

/** The place of the first tensor that is not finite, and the scalars: lists of N and of M inputs. */
void finite(Call& call) {
  const int count = static_cast<int>(call.whole(0)), scalars = static_cast<int>(call.whole(1));
  const Tensor result = call.output(0, {1 + scalars});
  std::vector<Tensor> tensors;
  std::vector<Variable> variables;
  for (int i = 0; i < count + scalars; i++) {
    tensors.push_back(call.input(i));
    const Tensor& tensor = tensors.back();
    variables.push_back({tensor.size(), nullptr, tensor.data(), nullptr, nullptr, nullptr});
    if (i < count) continue;
    call.need(tensor.size() == 1, "a scalar must be one number");
    result.data()[1 + i - count] = *tensor.data();
  }
  *result.data() = static_cast<float>(kernels().firstNonFinite(machine(), variables.data(), count + scalars));
}

void meanOf(Call& call) {
  const Tensor x = call.input(0), y = call.output(0, {});
  *y.data() = mean(x.data(), x.size(), static_cast<int>(call.whole(0)));
}

void meanOfGradient(Call& call) {
  const Tensor dy = call.input(0, 0), x = call.input(1), dx = call.output(0, x.shape());
  meanGradient(dx.data(), *dy.data(), x.data(), x.size(), static_cast<int>(call.whole(0)));
}

/** Tensors of one shape, one after the other. */
void join(Call& call) {
  const int64_t count = call.whole(0);
  std::vector<Tensor> parts;
  for (int64_t i = 0; i < count; i++) parts.push_back(call.input(static_cast<int>(i)));
  Shape shape = parts.front().shape();
  for (const Tensor& part : parts) call.need(part.rank() > 0 && part.shape() == shape, "the shapes differ");
  shape[0] *= count;
  const Tensor whole = call.output(0, shape);
  const int64_t size = parts.front().size();
  parallel(machine(), count,
           [&](int i, int) { std::memcpy(whole.data() + i * size, parts[i].data(), size * sizeof(float)); });
}

/** The inverse of `join`. */
void part(Call& call) {
  const int64_t count = call.whole(0);
  const Tensor whole = call.input(0);
  call.need(whole.rank() > 0 && whole.dim(0) % count == 0, "the rows cannot be divided so");
  Shape shape = whole.shape();
  shape[0] /= count;
  const int64_t size = whole.size() / count;
  for (int i = 0; i < count; i++) {
    const Tensor part = call.output(i, shape);
    std::memcpy(part.data(), whole.data() + i * size, size * sizeof(float));
  }
}

/** The same numbers, which are not copied, under another shape: the attributes. */
void reshape(Call& call) {
  const Tensor x = call.input(0);
  Shape shape;
  int64_t size = 1;
  for (size_t i = 0; i < call.attributes.size(); i++) {
    shape.push_back(call.whole(static_cast<int>(i)));
    size *= shape.back();
  }
  call.need(size == x.size(), "the shape has another size");
  call.outputSame(0, x, shape);
}

struct Operation {
  const char* name;
  std::vector<const char*> inputs, outputs, attributes;
  void (*compute)(Call&);
};

/** One bias or none. */
constexpr const char* BIASES = "N: int >= 0 = 0";
constexpr const char* SLOPE = "slope: float = 1.0";

const Operation OPERATIONS[] = {
    {"GanProduct",
     {"a: float", "b: float", "bias: N * float"},
     {"c: float"},
     {"transpose_a: bool", "transpose_b: bool", BIASES, SLOPE},
     product},
    {"GanConv2d",
     {"large: float", "filter: float", "bias: N * float"},
     {"small: float"},
     {"stride: int", BIASES, SLOPE},
     conv2d},
    {"GanConv2dBackpropInput",
     {"small: float", "filter: float", "bias: N * float"},
     {"large: float"},
     {"stride: int", "height: int", "width: int", BIASES, SLOPE},
     conv2dBackpropInput},
    {"GanConv2dBackpropFilter",
     {"large: float", "small: float"},
     {"filter: float"},
     {"stride: int", "size: int"},
     conv2dBackpropFilter},
    {"GanBiasGrad", {"dy: float"}, {"db: float"}, {}, biasGradient},
    {"GanTanh", {"x: float"}, {"y: float"}, {}, hyperbolicTangent},
    {"GanTanhGrad", {"dy: float", "y: float"}, {"dx: float"}, {}, tanhGradient},
    {"GanRectifierGrad", {"dy: float", "y: float"}, {"dx: float"}, {"slope: float"}, rectifierGradient},
    {"GanBatchNorm",
     {"x: float", "gamma: float", "beta: float", "running_mean: float", "running_variance: float"},
     {"y: float", "new_running_mean: float", "new_running_variance: float", "mean: float", "variance: float"},
     {"batches: int", "epsilon: float", "slope: float", "momentum: float"},
     normalise},
    {"GanBatchNormGrad",
     {"dy: float", "x: float", "gamma: float", "beta: float", "mean: float", "variance: float"},
     {"dx: float", "dgamma: float", "dbeta: float"},
     {"batches: int", "epsilon: float", "slope: float"},
     normaliseGradient},
    {"GanAdam",
     {"values: N * float", "means: N * float", "squares: N * float", "gradients: N * float",
      "scalars: float"},
     {"results: N * float"},
     {"N: int"},
     update<&Kernels::adam, 5>},
    {"GanRmsProp",
     {"values: N * float", "squares: N * float", "velocities: N * float", "gradients: N * float",
      "scalars: float"},
     {"results: N * float"},
     {"N: int"},
     update<&Kernels::rmsProp, 4>},
    {"GanMean", {"x: float"}, {"y: float"}, {"softplus: int"}, meanOf},
    {"GanMeanGrad", {"dy: float", "x: float"}, {"dx: float"}, {"softplus: int"}, meanOfGradient},
    {"GanJoin", {"parts: N * float"}, {"whole: float"}, {"N: int >= 1"}, join},
    {"GanPart", {"whole: float"}, {"parts: N * float"}, {"N: int >= 1"}, part},
    {"GanReshape", {"x: float"}, {"y: float"}, {"shape: list(int)"}, reshape},
    {"GanFinite",
     {"tensors: N * float", "scalars: M * float"},
     {"result: float"},
     {"N: int >= 0", "M: int >= 0"},
     finite},
    {"GanClip", {"values: N * float"}, {"results: N * float"}, {"N: int", "limit: float"}, clip},
};
constexpr int COUNT = sizeof(OPERATIONS) / sizeof(*OPERATIONS);

}  // namespace
