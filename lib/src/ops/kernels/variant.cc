// The kernels for one kind of processor: compiled once for each, with -D VARIANT=name. Nothing here has a
// name that another variant could share, for the linker would keep only one of them.
#include "convolution.h"
#include "finite.h"
#include "normalisation.h"
#include "product.h"
#include "tanh.h"

#define STRING(x) STRING_OF(x)
#define STRING_OF(x) #x

extern const Kernels VARIANT;
const Kernels VARIANT = {STRING(VARIANT),
                         product,
                         conv2d,
                         conv2dBackpropInput,
                         conv2dBackpropFilter,
                         biasGradient,
                         hyperbolicTangent,
                         tanhGradient,
                         rectifierGradient,
                         normalise,
                         normaliseGradient,
                         update<Adam>,
                         update<RmsProp>,
                         clip,
                         firstNonFinite};
