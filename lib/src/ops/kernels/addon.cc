// Registers the kernels with native TensorFlow as operations: loading this file with process.dlopen is all it
// takes.
#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <node_api.h>
#include <tensorflow/c/c_api.h>
#include <tensorflow/c/kernels.h>
#include <tensorflow/c/ops.h>

#include <cstdlib>
#include <cstring>
#include <exception>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "mean.h"
#include "parallel.h"
#include "threads.h"

extern const Kernels baseline;
#if defined(__x86_64__)
extern const Kernels avx2;
extern const Kernels avx512;
#endif

namespace {

#if defined(__x86_64__)
/** What the processor says of itself, read without the compiler's builtins: with Zig those always say no. */
struct Features {
  /** Registers 2 of page 1 and 1 of page 7, and what the system saves when it switches threads. */
  unsigned first = 0, seventh = 0, saved = 0;

  Features() {
    unsigned a, b, d, c;
    __get_cpuid(1, &a, &b, &first, &d);
    __get_cpuid_count(7, 0, &a, &seventh, &c, &d);
    if (first & bit_OSXSAVE) asm("xgetbv" : "=a"(saved), "=d"(d) : "c"(0));
  }
};
#endif

/** Those that this processor runs, the best first. */
std::vector<const Kernels*> supported() {
  std::vector<const Kernels*> all;
#if defined(__x86_64__)
  constexpr unsigned YMM = 0x6, ZMM = 0xe6;
  const Features has;
  const auto every = [](unsigned set, unsigned bits) { return (set & bits) == bits; };
  const bool third =
      every(has.saved, YMM) && every(has.first, bit_FMA) && every(has.seventh, bit_AVX2 | bit_BMI2);
  const bool fourth =
      third && every(has.saved, ZMM) &&
      every(has.seventh, bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL);
  if (fourth) all.push_back(&avx512);
  if (third) all.push_back(&avx2);
#endif
  all.push_back(&baseline);
  return all;
}

/** The best, or the one that GAN_KERNELS names; none if this processor does not run it. */
const Kernels* choose() {
  const auto all = supported();
  const char* wanted = std::getenv("GAN_KERNELS");
  for (const Kernels* each : all) {
    if (!wanted || std::string(wanted) == each->name) return each;
  }
  return nullptr;
}

const Kernels& kernels() {
  static const Kernels& chosen = *choose();
  return chosen;
}

using Shape = std::vector<int64_t>;

/** A tensor of TensorFlow's, given back at the end of its life. */
class Tensor {
 public:
  explicit Tensor(TF_Tensor* tensor) : tensor(tensor) {}
  Tensor(Tensor&& other) : tensor(other.tensor) { other.tensor = nullptr; }
  Tensor& operator=(Tensor&& other) {
    std::swap(tensor, other.tensor);
    return *this;
  }
  ~Tensor() {
    if (tensor) TF_DeleteTensor(tensor);
  }
  explicit operator bool() const { return tensor != nullptr; }
  TF_Tensor* get() const { return tensor; }
  float* data() const { return static_cast<float*>(TF_TensorData(tensor)); }
  int64_t size() const { return TF_TensorElementCount(tensor); }
  int rank() const { return TF_NumDims(tensor); }
  int64_t dim(int axis) const { return TF_Dim(tensor, axis); }
  int64_t channels() const { return rank() > 0 ? dim(rank() - 1) : 1; }
  Shape shape() const {
    Shape shape;
    for (int axis = 0; axis < rank(); axis++) shape.push_back(dim(axis));
    return shape;
  }

 private:
  TF_Tensor* tensor;
};

/** One call of an operation. Whatever goes wrong is thrown as the message. */
class Call {
 public:
  Call(TF_OpKernelContext* context, const std::vector<double>& attributes)
      : attributes(attributes), context(context), status(TF_NewStatus()) {}
  ~Call() { TF_DeleteStatus(status); }

  /** Numbers and flags, in the order in which the operation lists them. */
  const std::vector<double>& attributes;

  int64_t whole(int i) const { return static_cast<int64_t>(attributes[i]); }
  float number(int i) const { return static_cast<float>(attributes[i]); }

  Tensor input(int i) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context, i, &tensor, status);
    check();
    return Tensor(tensor);
  }

  /** An input that must have this rank. */
  Tensor input(int i, int rank) {
    Tensor tensor = input(i);
    need(tensor.rank() == rank, "input " + std::to_string(i) + " must have rank " + std::to_string(rank));
    return tensor;
  }

  Tensor output(int i, const Shape& shape) {
    size_t size = sizeof(float);
    for (const int64_t length : shape) size *= length;
    Tensor tensor(
        TF_AllocateOutput(context, i, TF_FLOAT, shape.data(), static_cast<int>(shape.size()), size, status));
    check();
    return tensor;
  }

  /** An output that shares the numbers of `x`. */
  void outputSame(int i, const Tensor& x, const Shape& shape) {
    const Tensor same(TF_AllocateTensor(TF_FLOAT, nullptr, 0, sizeof(float)));
    TF_TensorBitcastFrom(x.get(), TF_FLOAT, same.get(), shape.data(), static_cast<int>(shape.size()), status);
    check();
    TF_SetOutput(context, i, same.get(), status);
    check();
  }

  static void need(bool condition, const std::string& message) {
    if (!condition) throw message;
  }

  void fail(const std::string& message) {
    TF_SetStatus(status, TF_INVALID_ARGUMENT, message.c_str());
    TF_OpKernelContext_Failure(context, status);
  }

 private:
  void check() { need(TF_GetCode(status) == TF_OK, TF_Message(status)); }

  TF_OpKernelContext* context;
  TF_Status* status;
};

/**
 * The epilogue of a layer with so many channels; attributes i and i + 1 say how many biases the last inputs
 * are, and the slope.
 */
class EpilogueOf {
 public:
  EpilogueOf(Call& call, int i, int input, int64_t channels) : bias(nullptr), slope(call.number(i + 1)) {
    if (call.whole(i) == 0) return;
    bias = call.input(input, 1);
    call.need(bias.size() == channels, "the bias does not fit");
  }
  operator Epilogue() const { return {bias ? bias.data() : nullptr, slope}; }

 private:
  Tensor bias;
  float slope;
};

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

/** Reads an attribute, given as "name: type", and perhaps its default: one number, or those of a list. */
std::vector<double> read(TF_OpKernelConstruction* construction, const std::string& attribute,
                         TF_Status* status) {
  const size_t colon = attribute.find(':');
  const std::string name = attribute.substr(0, colon);
  const auto is = [&](const char* type) {
    return attribute.compare(colon + 2, std::string(type).size(), type) == 0;
  };
  if (is("list(int)")) {
    int32_t length = 0, bytes = 0;
    TF_OpKernelConstruction_GetAttrSize(construction, name.c_str(), &length, &bytes, status);
    std::vector<int64_t> values(length > 0 ? length : 0);
    TF_OpKernelConstruction_GetAttrInt64List(construction, name.c_str(), values.data(), length, status);
    return {values.begin(), values.end()};
  }
  if (is("bool")) {
    TF_Bool value = 0;
    TF_OpKernelConstruction_GetAttrBool(construction, name.c_str(), &value, status);
    return {static_cast<double>(value)};
  }
  if (is("float")) {
    float value = 0;
    TF_OpKernelConstruction_GetAttrFloat(construction, name.c_str(), &value, status);
    return {static_cast<double>(value)};
  }
  int64_t value = 0;
  TF_OpKernelConstruction_GetAttrInt64(construction, name.c_str(), &value, status);
  return {static_cast<double>(value)};
}

template <int I>
void* create(TF_OpKernelConstruction* construction) {
  auto* attributes = new std::vector<double>;
  TF_Status* status = TF_NewStatus();
  for (const char* attribute : OPERATIONS[I].attributes) {
    for (const double value : read(construction, attribute, status)) attributes->push_back(value);
    if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  }
  TF_DeleteStatus(status);
  return attributes;
}

/** Operations run one at a time, whoever calls them: they share the machine's threads and their memory. */
std::mutex& takingTurns() {
  static auto* mutex = new std::mutex;
  return *mutex;
}

template <int I>
void compute(void* attributes, TF_OpKernelContext* context) {
  const std::lock_guard<std::mutex> lock(takingTurns());
  Call call(context, *static_cast<const std::vector<double>*>(attributes));
  try {
    OPERATIONS[I].compute(call);
  } catch (const std::string& message) {
    call.fail(message);
  } catch (const std::exception& error) {  // out of memory
    call.fail(error.what());
  }
}

void destroy(void* attributes) { delete static_cast<std::vector<double>*>(attributes); }

void unknownShapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

/** Tells TensorFlow of operation I and of those behind it. */
template <int I = 0>
void add(TF_Status* status) {
  const Operation& operation = OPERATIONS[I];
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(operation.name);
  for (const char* attribute : operation.attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  for (const char* input : operation.inputs) TF_OpDefinitionBuilderAddInput(definition, input);
  for (const char* output : operation.outputs) TF_OpDefinitionBuilderAddOutput(definition, output);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, unknownShapes);
  TF_RegisterOpDefinition(definition, status);
  if (TF_GetCode(status) != TF_OK) return;
  TF_RegisterKernelBuilder(
      operation.name, TF_NewKernelBuilder(operation.name, "CPU", create<I>, compute<I>, destroy), status);
  if (TF_GetCode(status) != TF_OK) return;
  if constexpr (I + 1 < COUNT) add<I + 1>(status);
}

/** What GAN_KERNELS may be here. */
std::string allowedNames() {
  std::string names;
  for (const Kernels* each : supported()) names += (names.empty() ? "" : ", ") + std::string(each->name);
  return names;
}

/** @returns the name of the variant that this processor runs */
napi_value start(napi_env env, napi_value) {
  if (!choose()) {
    const std::string message = "GAN_KERNELS: of " + allowedNames() +
                                " one is allowed on this processor, got " + std::getenv("GAN_KERNELS");
    napi_throw_range_error(env, nullptr, message.c_str());
    return nullptr;
  }
  // Once a process, however many of its threads load this.
  static const std::string error = [] {
    TF_Status* status = TF_NewStatus();
    add(status);
    const std::string message = TF_GetCode(status) == TF_OK ? "" : TF_Message(status);
    TF_DeleteStatus(status);
    return message;
  }();
  if (!error.empty()) {
    napi_throw_error(env, nullptr, error.c_str());
    return nullptr;
  }
  napi_value name = nullptr;
  napi_create_string_utf8(env, kernels().name, NAPI_AUTO_LENGTH, &name);
  return name;
}

}  // namespace

NAPI_MODULE(kernels, start)
