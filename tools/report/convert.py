"""Turns an executed notebook on standard input into one HTML page on standard output: `convert.py TEMPLATES LIBRARIES FOLDER NAME`.

TEMPLATES is the folder of our template, LIBRARIES that of what it includes, FOLDER where the notebook's pictures are,
NAME the notebook's name.
"""

import json
import sys

import nbformat
from nbconvert import HTMLExporter


def main(templates, libraries, folder, name):
    exporter = HTMLExporter(
        template_name="gan-notebooks",
        extra_template_basedirs=[templates],
        extra_template_paths=[libraries],
        embed_images=True,
    )
    notebook = nbformat.from_dict(json.load(sys.stdin))
    html, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name, "path": folder}})
    sys.stdout.buffer.write(html.encode())


main(*sys.argv[1:])
