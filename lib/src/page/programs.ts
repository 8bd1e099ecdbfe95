/** Every program that an element of a page can name. */
export { autoencoders } from './autoencoders';
export { explorer } from './explorer';
export { playground } from './playground/program';
export { sketchpad } from './sketchpad';
