"""Runs an exported ONNX file by two readers, and lists what a safetensors file holds: prints JSON.

read.py onnx FILE INPUTS     outputs of onnxruntime and of ONNX's reference evaluator for the inputs (a JSON file)
read.py safetensors FILE     shape and numbers of each tensor, and the metadata
"""

import json
import sys

import numpy as np


def run_onnx(path, inputs_path):
    import onnx
    import onnxruntime
    from onnx.reference import ReferenceEvaluator

    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    with open(inputs_path) as file:
        given = json.load(file)
    x = np.array(given["values"], dtype=np.float32).reshape(given["shape"])
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (runtime,) = session.run(None, {"input": x})
    (reference,) = ReferenceEvaluator(model).run(None, {"input": x})
    return {
        "shape": list(runtime.shape),
        "runtime": runtime.flatten().tolist(),
        "reference": np.asarray(reference).flatten().tolist(),
    }


def read_safetensors(path):
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}
        return {
            "metadata": file.metadata(),
            "tensors": {
                name: {
                    "shape": list(t.shape),
                    "dtype": str(t.dtype),
                    "values": t.astype(np.float64).flatten().tolist(),
                }
                for name, t in tensors.items()
            },
        }


kind, *paths = sys.argv[1:]
print(json.dumps({"onnx": run_onnx, "safetensors": read_safetensors}[kind](*paths)))
