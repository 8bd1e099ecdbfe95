"""Writes an executed notebook, given on standard input, as one HTML file: `convert.py TEMPLATES LIBRARIES FOLDER NAME OUTPUT`.

TEMPLATES is the folder of our template, LIBRARIES that of what it includes, FOLDER where the notebook's pictures are,
NAME the notebook's name.
"""

import json
import sys
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter


def main(templates, libraries, folder, name, output):
    exporter = HTMLExporter(
        template_name="gan-notebooks",
        extra_template_basedirs=[templates],
        extra_template_paths=[libraries],
        embed_images=True,
    )
    notebook = nbformat.from_dict(json.load(sys.stdin))
    html, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name, "path": folder}})
    Path(output).write_text(html, encoding="utf-8")


main(*sys.argv[1:])
