"""Versions of lessons: a list of lessons on standard input, and for each an object with its versions on standard output.

A version is a list of preprocessors of nbconvert with their settings. What a cell is for, its tags say:
exercise, answer, solution, check, explanation, instructor; not-for-students is said of solutions only.
"""

import base64
import json
import sys

import nbformat
from nbconvert import NotebookExporter
from nbconvert.preprocessors import (
    ClearMetadataPreprocessor,
    ClearOutputPreprocessor,
    Preprocessor,
    TagRemovePreprocessor,
)
from traitlets.config import Config

PICTURES = {"image/png": "png", "image/svg+xml": "svg"}


def tags(cell):
    return cell.metadata.get("tags", [])


class TargetPictures(Preprocessor):
    """What a solution draws stays: a picture in a cell of its own, to aim at. Its code goes with the tag."""

    def preprocess(self, nb, resources):
        cells = []
        for cell in nb.cells:
            cells.append(cell)
            pictures = [picture(output) for output in cell.get("outputs", [])] if "solution" in tags(cell) else []
            attachments = {f"target-{i + 1}.{end}": {mime: data} for i, (mime, end, data) in enumerate(filter(None, pictures))}
            if attachments:
                text = "\n".join(f"![what a solution draws](attachment:{name})" for name in attachments)
                target = nbformat.v4.new_markdown_cell(f"What a solution draws:\n\n{text}", attachments=attachments)
                target.id = f"{cell.get('id', '')[:50]}-target"
                target.metadata.tags = ["target"]
                cells.append(target)
        nb.cells = cells
        return nb, resources


def picture(output):
    """The still picture among an output's forms: (MIME type, ending, base64)."""
    for mime, end in PICTURES.items():
        data = output.get("data", {}).get(mime)
        if data is not None:
            return mime, end, data if end == "png" else base64.b64encode(data.encode()).decode()
    return None


class Minutes(Preprocessor):
    """Says at each exercise how long it takes."""

    def preprocess_cell(self, cell, resources, index):
        if "exercise" in tags(cell) and "minutes" in cell.metadata.get("gan", {}):
            low, high = cell.metadata.gan.minutes
            cell.source += f"\n\n*{low} to {high} minutes.*"
        return cell, resources


class ForTheTeacher(Preprocessor):
    """Marks what a teacher alone reads."""

    def preprocess_cell(self, cell, resources, index):
        if "instructor" in tags(cell):
            cell.source = "> **For the teacher.** " + cell.source.replace("\n", "\n> ")
        return cell, resources


class ForNbgrader(Preprocessor):
    """Delimiters and metadata by which nbgrader makes the students' version and grades the checks."""

    def preprocess(self, nb, resources):
        stub, exercise = "", ""
        for cell in nb.cells:
            kind = next((tag for tag in ("exercise", "answer", "solution", "check") if tag in tags(cell)), None)
            if kind == "exercise":
                exercise = cell.metadata.gan.id.replace(".", "-")
            elif kind == "answer":
                stub = cell.source
            elif kind == "solution":
                cell.source = delimited(stub, cell.source)
                cell.metadata.nbgrader = grading(exercise, solution=True)
            elif kind == "check":
                cell.metadata.nbgrader = grading(f"{exercise}-check", grade=True, points=1, locked=True)
        return nb, resources


def grading(name, grade=False, solution=False, locked=False, **points):
    fields = {"grade": grade, "solution": solution, "locked": locked, "task": False, "schema_version": 3}
    return nbformat.from_dict({**fields, "grade_id": name, **points})


def delimited(stub, solution):
    """The solution, with nbgrader's delimiters around the lines that its stub has not. The stub's own stay, as comments, to say
    what is to be declared: nbgrader's one stub for all cells cannot."""
    given, lines = stub.splitlines(), solution.splitlines()
    shorter = min(len(given), len(lines))
    head = next((i for i in range(shorter) if given[i] != lines[i]), shorter)
    tail = next((i for i in range(shorter - head) if given[-1 - i] != lines[-1 - i]), shorter - head)
    end = len(lines) - tail
    blank = [f"// {line}" for line in given[head : len(given) - tail]]
    return "\n".join([*lines[:head], *blank, "// BEGIN SOLUTION", *lines[head:end], "// END SOLUTION", *lines[end:]])


CLEAR = {
    ClearOutputPreprocessor: {},
    # `language_info` is what tells nbgrader and JupyterLab the language before a kernel runs.
    ClearMetadataPreprocessor: {
        "preserve_nb_metadata_mask": {"kernelspec", "language_info"},
        "preserve_cell_metadata_mask": {"tags", "gan", "nbgrader", "slideshow"},
    },
}


def without(*removed):
    return {TagRemovePreprocessor: {"remove_cell_tags": set(removed)}}


#: The versions: preprocessors in their order, with their settings.
VERSIONS = {
    "student": {TargetPictures: {}, Minutes: {}, **without("solution", "explanation", "instructor", "not-for-students"), **CLEAR},
    "solution": {
        Minutes: {},
        **without("answer", "instructor"),
        # Outputs stay as they are saved, and solutions are no longer folded.
        ClearMetadataPreprocessor: {
            "preserve_nb_metadata_mask": {"kernelspec", "language_info"},
            "preserve_cell_metadata_mask": {"tags", "gan"},
        },
    },
    "teacher": {Minutes: {}, ForTheTeacher: {}},
    "nbgrader": {Minutes: {}, ForNbgrader: {}, **without("answer", "explanation", "instructor", "not-for-students"), **CLEAR},
}


def exporter_of(steps):
    exporter = NotebookExporter(config=Config({step.__name__: settings for step, settings in steps.items()}))
    exporter._preprocessors = [step(parent=exporter, enabled=True) for step in steps]
    return exporter


def main():
    exporters = {version: exporter_of(steps) for version, steps in VERSIONS.items()}
    lessons = [nbformat.from_dict(lesson) for lesson in json.load(sys.stdin)]
    made = [{version: exporter.from_notebook_node(lesson)[0] for version, exporter in exporters.items()} for lesson in lessons]
    json.dump(made, sys.stdout)


main()
