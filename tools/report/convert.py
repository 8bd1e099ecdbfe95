"""Writes an executed notebook, given on standard input, as one HTML file: `convert.py TEMPLATE MODULES NAME OUTPUT`.

TEMPLATE is the folder of our template, MODULES that of the npm packages it takes parts from, NAME the notebook's name.
"""

import json
import sys
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter


def main(template, modules, name, output):
    template = Path(template)
    exporter = HTMLExporter(
        template_name=template.name,
        extra_template_basedirs=[str(template.parent)],
        extra_template_paths=[modules],
    )
    notebook = nbformat.from_dict(json.load(sys.stdin))
    html, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})
    Path(output).write_text(html, encoding="utf-8")


main(*sys.argv[1:])
