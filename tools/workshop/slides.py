"""Lessons as slides: `slides.py TEMPLATES LIBRARIES`, on standard input a list of {"lesson": with its outputs, "name", "folder":
where its pictures are, "output": the file to write}.
TEMPLATES and LIBRARIES are folders, separated as in PATH.

On a slide stand headings, questions, displayed equations, lists, tables, sentences that define a **term** and a cell's first
sentence; then code, and each picture by itself, under the question that it answers. The whole text is in the speaker
notes, and so are explanations and what the teacher should know. A cell that has a `slideshow.slide_type` of its own keeps it.
"""

import json
import re
import sys
from os import pathsep
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter
from nbconvert.preprocessors import Preprocessor

WIDTH = 100  # characters of text in a line
LINES = 15  # lines of text on a slide
FENCE = re.compile(r"^(```|\$\$)")
IMPORTS = re.compile(r"\s*(import [^;]*;\s*)+")
PICTURES = ("image/png", "image/svg+xml", "text/html", "application/vnd.vega.v5+json", "application/vnd.plotly.v1+json")


class Slides(Preprocessor):
    """Makes the cells of slides out of those of a lesson."""

    def preprocess(self, nb, resources):
        self.question = ""
        nb.cells = [slide for cell in nb.cells for slide in self.slides_of(cell)]
        return nb, resources

    def slides_of(self, cell):
        tags = cell.metadata.get("tags", [])
        if cell.metadata.get("slideshow", {}).get("slide_type", "-") not in ("-", ""):
            return [cell]
        if "exercise" in tags:
            low, high = cell.metadata.get("gan", {}).get("minutes", ("?", "?"))
            return [markdown(f"{cell.source}\n\n*{low} to {high} minutes.*", "subslide")]
        if "explanation" in tags or "instructor" in tags:
            return [markdown(cell.source, "notes")]
        if {"answer", "solution", "check", "configuration", "quiz", "not-for-students"} & set(tags):
            return []
        return self.of_code(cell) if cell.cell_type == "code" else self.of_text(cell.source)

    def of_text(self, source):
        slides = []
        for section in re.split(r"^(?=#{1,3} )", source, flags=re.MULTILINE):
            blocks = blocks_of(section)
            if not blocks:
                continue
            shown = [part for i, block in enumerate(blocks) for part in digest(block, i == first_text(blocks))]
            kind = "slide" if re.match(r"#{1,2} ", section) else "subslide"
            # A section does not answer the question of the one before.
            asked = questions(section) or ([] if kind == "slide" else [self.question])
            self.question = asked[-1] if asked else ""
            for page in pages(shown):
                slides += [markdown("\n\n".join(page), kind), markdown(section, "notes")]
                kind = "subslide"
        return slides

    def of_code(self, cell):
        outputs = cell.get("outputs", [])
        drawn = [output for output in outputs if any(mime in output.get("data", {}) for mime in PICTURES)]
        said = [output for output in outputs if output not in drawn and output.output_type != "error"]
        slides = []
        if not IMPORTS.fullmatch(cell.source):
            beside = len(cell.source.splitlines()) + 2 * len(said) <= LINES
            slides.append(code(cell.source, said if beside else [], "subslide"))
            for i in range(0, 0 if beside else len(said), LINES - 1):
                slides.append(code("", said[i : i + LINES - 1], "subslide"))
        for output in drawn:
            if self.question:
                slides.append(markdown(self.question, "subslide"))
            slides.append(code("", [output], "-" if self.question else "subslide"))
        return slides


def blocks_of(source):
    """Paragraphs, lists, tables; equations and code in one piece, and an equation apart from the text around it."""
    blocks, fence, block = [], None, []
    for line in [*source.splitlines(), ""]:
        mark = FENCE.match(line)
        if fence is None and (not line.strip() or mark):
            blocks, block = [*blocks, block], []
        block.append(line)
        if fence is None and mark and not (mark[1] == "$$" and line.count("$$") > 1):
            fence = mark[1]
        elif fence and fence in line:
            fence, blocks, block = None, [*blocks, block], []
        elif mark and fence is None:
            blocks, block = [*blocks, block], []
    return [text for text in ("\n".join(block).strip("\n") for block in [*blocks, block]) if text.strip()]


def is_text(block):
    return not re.match(r"(#|\$\$|```|\||[-*] |\d+\. |!\[|>|<)", block)


def first_text(blocks):
    return next((i for i, block in enumerate(blocks) if is_text(block)), -1)


def digest(block, is_first):
    """What of a block stands on a slide."""
    if not is_text(block):
        return [block]
    sentences = sentences_of(block)
    keep = [s for i, s in enumerate(sentences) if (i == 0 and is_first) or is_question(s) or "**" in s]
    return [" ".join(keep)] if keep else []


def sentences_of(block):
    """A paragraph's sentences; mathematics, emphasis and links are not cut."""
    held = []
    hold = lambda match: held.append(match[0]) or f"\0{len(held) - 1}\0"
    text = re.sub(r"\$[^$]+\$|`[^`]+`|\[[^\]]*\]\([^)]*\)|(?<![*\w])\*[^*\n][^*]*\*(?!\*)", hold, block)
    pieces = re.split(r"(?<!al\.)(?<!e\.g\.)(?<!i\.e\.)(?<!eq\.)(?<=[.?!:])\s+(?=[A-Z*\0])", text)
    restored = [re.sub(r"\0(\d+)\0", lambda match: held[int(match[1])], piece) for piece in pieces]
    # An emphasised question ends within its emphasis.
    return [part for piece in restored for part in re.split(r"(?<=[?.]\*)\s+(?=[A-Z])", piece)]


def is_question(sentence):
    return bool(re.search(r"\*[^*]+[?.]\*", sentence))


def questions(section):
    return re.findall(r"(?<![*\w])\*[^*]+\?\*(?!\*)", section)


def lines(block):
    """Lines that a block takes on a slide, about."""
    if block.startswith("$$"):
        return 3 * (1 + block.count("\\\\"))
    return sum(1.2 + len(line) // WIDTH for line in block.replace("\n", " " if is_text(block) else "\n").splitlines()) + 0.5


def pages(blocks):
    """Blocks in as many slides as they need."""
    page, taken = [], 0
    for block in blocks:
        if page and taken + lines(block) > LINES:
            yield page
            page, taken = [], 0
        page.append(block)
        taken += lines(block)
    if page:
        yield page


def markdown(source, kind):
    return nbformat.v4.new_markdown_cell(source, metadata={"slideshow": {"slide_type": kind}})


def code(source, outputs, kind):
    return nbformat.v4.new_code_cell(source, outputs=outputs, metadata={"slideshow": {"slide_type": kind}})


def main(templates, libraries):
    exporter = SlidesExporter(
        template_name="gan-slides",
        extra_template_basedirs=templates.split(pathsep),
        extra_template_paths=libraries.split(pathsep),
        embed_images=True,
        exclude_anchor_links=True,
    )
    # Before the preprocessor that counts slides, which the exporter has from its template.
    exporter._preprocessors.insert(0, Slides(parent=exporter, enabled=True))
    for deck in json.load(sys.stdin):
        resources = {"metadata": {"name": deck["name"], "path": deck["folder"]}}
        html, _ = exporter.from_notebook_node(nbformat.from_dict(deck["lesson"]), resources=resources)
        Path(deck["output"]).write_text(html, encoding="utf-8")


main(*sys.argv[1:])
