/** Compiles lib as the kernel does when it starts, and fails with what the compiler has against it. */
import { compileLibrary } from '../tslab/library.ts';

const complaints = compileLibrary();
process.stdout.write(complaints);
process.exitCode = complaints === '' ? 0 : 1;
