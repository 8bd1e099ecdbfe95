"""Whether the kernel keeps Jupyter's protocol, by the suite that Jupyter has for kernels.

Its working directory is a folder of notebooks; the kernel is found through JUPYTER_PATH. The pager is the one part of the
protocol that is left out: there is nothing to page.
"""

import unittest

import jupyter_kernel_test

CLEAR = "require('gan-lib').notebook.clear()"


class Protocol(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('test')"
    completion_samples = [
        {"text": "JSON.stri", "matches": {"stringify"}},
        {"text": "'😀😀'; Math.clz", "matches": {"clz32"}},
    ]
    complete_code_samples = [
        "1",
        "console.log('hello, world')",
        "function f(x: number) { return 2 * x; }",
        "const data = await Promise.resolve(1)",
        "`a template of\ntwo lines`",
        "// a comment",
        "",
    ]
    incomplete_code_samples = [
        "function f(x: number) {",
        "const text = `one",
        "const text = `one ${1}",
        "[1, 2,",
        "Math.max(1,",
        "/* a comment",
        "const x =",
        "if (true) {\n  f(\n",
    ]
    invalid_code_samples = ["const = 7q", "let 1a = 2;", "f(])", "const text = 'one", "}"]
    code_generate_error = "throw new Error('on purpose')"
    code_execute_result = [{"code": "1 + 2 + 3", "result": "6"}, {"code": "[1, 'two']", "result": "[ 1, 'two' ]"}]
    code_display_data = [{"code": "import { display } from 'tslab'; display.html('<b>test</b>');", "mime": "text/html"}]
    code_history_pattern = "1*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "JSON.stringify"
    code_clear_output = CLEAR


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
