/** In a page: TensorFlow.js's gradients, and the backends beside WebAssembly's. */
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
