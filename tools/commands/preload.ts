/** Loaded before every command and every test: what TensorFlow.js misses in Node 24, as the kernel has it. */
import { nodeUtil } from '../tslab/patches/node-util.ts';

nodeUtil();
