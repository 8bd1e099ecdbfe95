// The machine: threads that wait for work, and their memory.
#pragma once

#include "kernels.h"

/** As many threads as TensorFlow's operations use (TF_NUM_INTRAOP_THREADS), or as there are processors. */
const Machine& machine();
