# For `nbgrader generate_assignment` and `nbgrader autograde`, in the folder that has `source/`.
import os

c = get_config()  # noqa: F821
# What stands between BEGIN SOLUTION and END SOLUTION becomes this in the students' files.
c.ClearSolutions.code_stub = {"typescript": "// your answer\nthrow new Error('not solved yet');"}
# A check that does not hold fails its cell, which is how nbgrader counts: right is 1 point, wrong is 0.
os.environ["GAN_GRADE"] = "1"
