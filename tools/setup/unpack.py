"""python unpack.py WHEEL FOLDER: of TensorFlow's wheel, the two libraries and the headers of its C interface."""

import re
import shutil
import sys
import zipfile
from pathlib import Path

WANTED = re.compile(
    r"tensorflow/(?:"
    r"(?P<library>libtensorflow_(?:cc|framework)\.so\.2)"
    r"|(?P<header>include/(?:tensorflow/c|tensorflow/core/(?:platform|common_runtime/next_pluggable_device/c)|xla/tsl|tsl)/.*\.h)"
    r")"
)

wheel, folder = sys.argv[1], Path(sys.argv[2])

with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        wanted = WANTED.fullmatch(name)
        if wanted:
            target = folder / (wanted["header"] or "lib/" + wanted["library"])
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, open(target, "wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
