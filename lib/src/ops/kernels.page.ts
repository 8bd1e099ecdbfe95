/** In a page: without the room's own kernels, so that each operation takes its plain form. */
export const hasOwnKernels = (): boolean => false;
