// A call of an operation by TensorFlow: its tensors, attributes and errors, owned and checked.
#pragma once

#include <tensorflow/c/c_api.h>
#include <tensorflow/c/kernels.h>

#include <string>
#include <utility>
#include <vector>

#include "kernels.h"

namespace {

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

}  // namespace
