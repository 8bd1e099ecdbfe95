// Registers the kernels with native TensorFlow as operations: loading this file with process.dlopen is all it takes.
#include <node_api.h>
#include <tensorflow/c/c_api.h>
#include <tensorflow/c/kernels.h>
#include <tensorflow/c/ops.h>

#include <string>
#include <vector>

#include "threads.h"

extern const Kernels baseline;
#if defined(__x86_64__)
extern const Kernels avx2;
extern const Kernels avx512;
#endif

namespace {

const Kernels& choose() {
#if defined(__x86_64__)
  const auto has = [](auto... all) { return (all && ...); };
  if (has(__builtin_cpu_supports("avx512f"), __builtin_cpu_supports("avx512bw"), __builtin_cpu_supports("avx512cd"),
          __builtin_cpu_supports("avx512dq"), __builtin_cpu_supports("avx512vl")))
    return avx512;
  if (has(__builtin_cpu_supports("avx2"), __builtin_cpu_supports("fma"), __builtin_cpu_supports("bmi2"))) return avx2;
#endif
  return baseline;
}

const Kernels& kernels() {
  static const Kernels& chosen = choose();
  return chosen;
}

using Shape = std::vector<int64_t>;

/** A tensor of TensorFlow's, given back at the end of its life. */
class Tensor {
 public:
  explicit Tensor(TF_Tensor* tensor) : tensor(tensor) {}
  Tensor(Tensor&& other) : tensor(other.tensor) { other.tensor = nullptr; }
  ~Tensor() {
    if (tensor) TF_DeleteTensor(tensor);
  }
  explicit operator bool() const { return tensor != nullptr; }
  float* data() const { return static_cast<float*>(TF_TensorData(tensor)); }
  int rank() const { return TF_NumDims(tensor); }
  int64_t dim(int axis) const { return TF_Dim(tensor, axis); }

 private:
  TF_Tensor* tensor;
};

/** One call of an operation. */
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context(context), status(TF_NewStatus()) {}
  ~Call() {
    if (TF_GetCode(status) != TF_OK) TF_OpKernelContext_Failure(context, status);
    TF_DeleteStatus(status);
  }

  /** An input, which must have this rank; nothing, and the call has failed, if it does not. */
  Tensor input(int i, int rank) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context, i, &tensor, status);
    Tensor result(tensor);
    if (result && result.rank() != rank) {
      fail("input " + std::to_string(i) + " must have rank " + std::to_string(rank) + ", not " + std::to_string(result.rank()));
      return Tensor(nullptr);
    }
    return result;
  }

  /** The output; nothing, and the call has failed, if there is no memory for it. */
  Tensor output(const Shape& shape) {
    size_t size = sizeof(float);
    for (const int64_t length : shape) size *= length;
    return Tensor(TF_AllocateOutput(context, 0, TF_FLOAT, shape.data(), static_cast<int>(shape.size()), size, status));
  }

  void fail(const std::string& message) { TF_SetStatus(status, TF_INVALID_ARGUMENT, message.c_str()); }

 private:
  TF_OpKernelContext* context;
  TF_Status* status;
};

/** The attributes of an operation; each has those it needs. */
struct Attributes {
  bool transposeA = false, transposeB = false;
  int64_t stride = 1, height = 0, width = 0, kernel = 0;
};

bool flag(TF_OpKernelConstruction* construction, const char* name, TF_Status* status) {
  TF_Bool value = 0;
  TF_OpKernelConstruction_GetAttrBool(construction, name, &value, status);
  return value;
}

int64_t number(TF_OpKernelConstruction* construction, const char* name, TF_Status* status) {
  int64_t value = 0;
  TF_OpKernelConstruction_GetAttrInt64(construction, name, &value, status);
  return value;
}

template <typename Read>
void* create(TF_OpKernelConstruction* construction, const Read& read) {
  auto* attributes = new Attributes;
  TF_Status* status = TF_NewStatus();
  read(*attributes, construction, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return attributes;
}

void destroy(void* attributes) { delete static_cast<Attributes*>(attributes); }

void* createProduct(TF_OpKernelConstruction* construction) {
  return create(construction, [](Attributes& to, TF_OpKernelConstruction* from, TF_Status* status) {
    to.transposeA = flag(from, "transpose_a", status);
    to.transposeB = flag(from, "transpose_b", status);
  });
}

void product(void* data, TF_OpKernelContext* context) {
  const auto& attributes = *static_cast<const Attributes*>(data);
  Call call(context);
  const Tensor a = call.input(0, 2), b = call.input(1, 2);
  if (!a || !b) return;
  const int64_t rows = a.dim(attributes.transposeA), depth = a.dim(!attributes.transposeA);
  const int64_t columns = b.dim(!attributes.transposeB);
  if (b.dim(attributes.transposeB) != depth) return call.fail("the matrices do not fit each other");
  const Tensor c = call.output({rows, columns});
  if (c) kernels().product(machine(), c.data(), a.data(), b.data(), rows, columns, depth, attributes.transposeA, attributes.transposeB);
}

/** Zeros above or left of an image with the padding 'same'. */
int64_t before(int64_t large, int64_t small, int64_t stride, int64_t kernel) {
  const int64_t total = (small - 1) * stride + kernel - large;
  return total > 0 ? total / 2 : 0;
}

/** Of a large image [batch, height, width, channels], and a square filter that it is convolved with. */
Geometry geometry(int64_t images, int64_t height, int64_t width, int64_t channels, int64_t kernel, int64_t smallChannels, int64_t stride) {
  const int64_t smallHeight = (height + stride - 1) / stride, smallWidth = (width + stride - 1) / stride;
  return {images, height, width, channels, smallHeight, smallWidth, smallChannels, kernel, stride,
          before(height, smallHeight, stride, kernel), before(width, smallWidth, stride, kernel)};
}

bool fits(const Geometry& g, const Tensor& small) {
  return small.dim(0) == g.images && small.dim(1) == g.smallHeight && small.dim(2) == g.smallWidth && small.dim(3) == g.smallChannels;
}

void* createConvolve(TF_OpKernelConstruction* construction) {
  return create(construction, [](Attributes& to, TF_OpKernelConstruction* from, TF_Status* status) {
    to.stride = number(from, "stride", status);
  });
}

void convolve(void* data, TF_OpKernelContext* context) {
  const auto& attributes = *static_cast<const Attributes*>(data);
  Call call(context);
  const Tensor large = call.input(0, 4), filter = call.input(1, 4);
  if (!large || !filter) return;
  if (filter.dim(0) != filter.dim(1) || filter.dim(2) != large.dim(3)) return call.fail("the filter does not fit the images");
  const Geometry g = geometry(large.dim(0), large.dim(1), large.dim(2), large.dim(3), filter.dim(0), filter.dim(3), attributes.stride);
  const Tensor small = call.output({g.images, g.smallHeight, g.smallWidth, g.smallChannels});
  if (small) kernels().convolve(machine(), g, small.data(), large.data(), filter.data());
}

void* createSpread(TF_OpKernelConstruction* construction) {
  return create(construction, [](Attributes& to, TF_OpKernelConstruction* from, TF_Status* status) {
    to.stride = number(from, "stride", status);
    to.height = number(from, "height", status);
    to.width = number(from, "width", status);
  });
}

void spread(void* data, TF_OpKernelContext* context) {
  const auto& attributes = *static_cast<const Attributes*>(data);
  Call call(context);
  const Tensor small = call.input(0, 4), filter = call.input(1, 4);
  if (!small || !filter) return;
  const Geometry g = geometry(small.dim(0), attributes.height, attributes.width, filter.dim(2), filter.dim(0), filter.dim(3), attributes.stride);
  if (filter.dim(0) != filter.dim(1) || !fits(g, small)) return call.fail("the filter does not fit the images");
  const Tensor large = call.output({g.images, g.largeHeight, g.largeWidth, g.largeChannels});
  if (large) kernels().spread(machine(), g, large.data(), small.data(), filter.data());
}

void* createCorrelate(TF_OpKernelConstruction* construction) {
  return create(construction, [](Attributes& to, TF_OpKernelConstruction* from, TF_Status* status) {
    to.stride = number(from, "stride", status);
    to.kernel = number(from, "kernel", status);
  });
}

void correlate(void* data, TF_OpKernelContext* context) {
  const auto& attributes = *static_cast<const Attributes*>(data);
  Call call(context);
  const Tensor large = call.input(0, 4), small = call.input(1, 4);
  if (!large || !small) return;
  const Geometry g = geometry(large.dim(0), large.dim(1), large.dim(2), large.dim(3), attributes.kernel, small.dim(3), attributes.stride);
  if (!fits(g, small)) return call.fail("the images do not fit each other");
  const Tensor filter = call.output({g.kernel, g.kernel, g.largeChannels, g.smallChannels});
  if (filter) kernels().correlate(machine(), g, filter.data(), large.data(), small.data());
}

struct Operation {
  const char* name;
  std::vector<const char*> inputs, attributes;
  void* (*create)(TF_OpKernelConstruction*);
  void (*compute)(void*, TF_OpKernelContext*);
};

void unknownShape(TF_ShapeInferenceContext* context, TF_Status* status) { TF_ShapeInferenceContextSetUnknownShape(context, status); }

void add(const Operation& operation, TF_Status* status) {
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(operation.name);
  for (const char* attribute : operation.attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  for (const char* input : operation.inputs) TF_OpDefinitionBuilderAddInput(definition, input);
  TF_OpDefinitionBuilderAddOutput(definition, "result: float");
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, unknownShape);
  TF_RegisterOpDefinition(definition, status);
  if (TF_GetCode(status) != TF_OK) return;
  TF_KernelBuilder* kernel = TF_NewKernelBuilder(operation.name, "CPU", operation.create, operation.compute, destroy);
  TF_RegisterKernelBuilder(operation.name, kernel, status);
}

const Operation OPERATIONS[] = {
    {"GanProduct", {"a: float", "b: float"}, {"transpose_a: bool", "transpose_b: bool"}, createProduct, product},
    {"GanConvolve", {"large: float", "filter: float"}, {"stride: int"}, createConvolve, convolve},
    {"GanSpread", {"small: float", "filter: float"}, {"stride: int", "height: int", "width: int"}, createSpread, spread},
    {"GanCorrelate", {"large: float", "small: float"}, {"stride: int", "kernel: int"}, createCorrelate, correlate},
};

/** @returns the name of the variant that this processor runs */
napi_value start(napi_env env, napi_value) {
  TF_Status* status = TF_NewStatus();
  for (const Operation& operation : OPERATIONS) {
    if (TF_GetCode(status) == TF_OK) add(operation, status);
  }
  if (TF_GetCode(status) != TF_OK) napi_throw_error(env, nullptr, TF_Message(status));
  TF_DeleteStatus(status);
  napi_value name = nullptr;
  napi_create_string_utf8(env, kernels().name, NAPI_AUTO_LENGTH, &name);
  return name;
}

}  // namespace

NAPI_MODULE(kernels, start)
