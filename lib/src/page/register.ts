/** Outside a page: nothing, since tfjs-node registers its backend and all gradients. */
export {};
