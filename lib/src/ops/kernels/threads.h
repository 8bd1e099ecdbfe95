// The machine: threads that wait for work, and their memory.
#pragma once

#include "kernels.h"

/** As many threads as TF_NUM_INTRAOP_THREADS says, or as this process may use processors. */
const Machine& machine();
