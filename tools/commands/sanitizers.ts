/** `npm run sanitizers [-- address | thread]`: the tests of the kernels, with kernels that watch memory and threads. */
import { spawnSync } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { build } from '../kernels/build.ts';
import { kernelTests, runTests } from '../kernels/run-tests.ts';
import { project } from '../setup/project.mjs';
import { compiler } from '../setup/steps/compiler.mjs';
import { UserError } from '../setup/user-error.mjs';

interface Sanitizer {
  readonly options: readonly string[];
  /** The compiler's libraries, which have to be in a process from its start. */
  readonly libraries: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const SANITIZERS: Readonly<Record<string, Sanitizer>> = {
  address: {
    options: ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
    libraries: ['libasan.so', 'libubsan.so'],
    // What Node never frees is no finding.
    environment: {
      ASAN_OPTIONS: 'detect_leaks=0:detect_odr_violation=0',
      UBSAN_OPTIONS: 'print_stacktrace=1',
    },
  },
  thread: {
    options: ['-fsanitize=thread'],
    libraries: ['libtsan.so'],
    // Node and TensorFlow are compiled without it, so of their threads it sees half.
    environment: { TSAN_OPTIONS: 'ignore_noninstrumented_modules=1:halt_on_error=1:exitcode=66' },
  },
};

try {
  const wanted = process.argv.slice(2);
  for (const name of wanted.length > 0 ? wanted : Object.keys(SANITIZERS)) await sanitize(name);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function sanitize(name: string): Promise<void> {
  const sanitizer = SANITIZERS[name];
  if (!sanitizer)
    throw new UserError(
      `sanitizers: of ${Object.keys(SANITIZERS).join(', ')} some are allowed, got ${name}.`,
    );
  const libraries = sanitizer.libraries.map(library);
  const options = [...sanitizer.options, '-O1', '-g'];
  const kernels = await build(name, { options });
  const environment = {
    ...sanitizer.environment,
    LD_PRELOAD: libraries.join(' '),
    CXXFLAGS: options.join(' '),
    TF_NUM_INTRAOP_THREADS: '4',
  };
  for (const file of kernelTests()) {
    const { passed, output } = runTests(file, kernels, environment);
    console.log(`${name}: ${file} ${passed ? 'ok' : 'FAILED'}`);
    if (passed) continue;
    console.log(output);
    process.exitCode = 1;
  }
}

/** Where the compiler has that library. */
function library(name: string): string {
  const [program, ...args] = compiler(project());
  const { stdout } = spawnSync(program, [...args, `-print-file-name=${name}`], { encoding: 'utf8' });
  if (!isAbsolute(stdout)) {
    throw new UserError(`sanitizers: ${program} comes without ${name}; g++ of Debian and Ubuntu has it.`);
  }
  return stdout.trim();
}
