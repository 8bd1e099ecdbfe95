# For `nbgrader generate_assignment` and `nbgrader autograde`, in the folder that has `source/`.
import os

c = get_config()  # noqa: F821
# What stands between BEGIN SOLUTION and END SOLUTION becomes this in the students' files, below what is to be filled in.
c.ClearSolutions.code_stub = {"typescript": "throw new Error('not solved yet'); // put the lines above here, filled in"}
# A check that does not hold fails its cell, which is how nbgrader counts: right is 1 point, wrong is 0.
os.environ["GAN_GRADE"] = "1"
# A lesson in about a minute, whatever profile somebody has handed in; '{}' grades with theirs.
os.environ.setdefault("GAN_SET", '{"profile": "quick"}')
# nbgrader's own 30 seconds a cell are less than a training takes.
c.Execute.timeout = 1800
