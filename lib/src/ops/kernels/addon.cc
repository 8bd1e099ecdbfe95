// Registers the operations with native TensorFlow: loading this file with process.dlopen is all it takes.
#include <node_api.h>
#include <tensorflow/c/c_api.h>
#include <tensorflow/c/kernels.h>
#include <tensorflow/c/ops.h>

#include <cstdlib>
#include <exception>
#include <mutex>
#include <string>
#include <vector>

#include "operations.h"

namespace {

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
