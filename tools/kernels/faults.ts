/** A fault that is put into a source of the kernels: `text`, which stands there once, becomes `instead`. */
export interface Fault {
  readonly what: string;
  readonly file: string;
  readonly text: string;
  readonly instead: string;
  /** The file of tests that is to find it, and runs first. */
  readonly by: string;
}

const inFile =
  (file: string, by: string) =>
  (what: string, text: string, instead: string): Fault => ({ what, file, text, instead, by });

const threads = inFile('threads.cc', 'machine');
const processors = inFile('processors.cc', 'machine');
const addon = inFile('addon.cc', 'kernels');
const call = inFile('call.h', 'kernels');
const operations = inFile('operations.h', 'kernels');
const ways = inFile('convolution.h', 'convolution');
const oneChannel = inFile('conv_1ch.h', 'convolution');
const winograd = inFile('winograd.h', 'convolution');
const patches = inFile('im2col.h', 'convolution');
const gemm = inFile('gemm.h', 'dense');
const product = inFile('product.h', 'dense');
const epilogue = inFile('epilogue.h', 'dense');
const reduce = inFile('reduce.h', 'normalisation');
const normalisation = inFile('normalisation.h', 'normalisation');
const optimisers = inFile('optimisers.h', 'optimisers');

/** Two wrong steps of each kind that a change could take: in arithmetic, at edges, in what is checked, in threads. */
export const FAULTS: readonly Fault[] = [
  threads(
    'a thread that cannot be had ends the process',
    'catch (const std::system_error&)',
    'catch (const std::bad_cast&)',
  ),
  threads('signals stay blocked', 'pthread_sigmask(SIG_SETMASK, &old, nullptr);', ''),
  threads(
    'a caller never yields',
    'looks % CALLERS_LOOKS == 0 ? std::this_thread::yield() : rest();',
    'rest();',
  ),
  threads('a worker never yields', '      std::this_thread::yield();\n', ''),
  threads('memory is not checked', 'if (!own.data) throw std::bad_alloc();', ''),
  threads('memory that is not there is counted', 'own.count = own.data ? wanted : 0;', 'own.count = wanted;'),
  threads('the last workers are not waited for', 'active.load() > 0; looks++', 'looks < 0; looks++'),
  threads('a worker’s lack of memory is forgotten', 'if (failed.load()) throw std::bad_alloc();', ''),
  processors('one processor too many', 'CPU_COUNT(&set) : 1', 'CPU_COUNT(&set) + 1 : 1'),
  processors('groups in between are passed over', 'path.erase(end);', 'path.clear();'),
  addon(
    'operations are registered once a thread',
    'static const std::string error = [] {',
    'const std::string error = [] {',
  ),
  operations('any stride', 'Call::need(size > 0 && stride > 0,', 'Call::need(size > 0,'),
  operations('any number of scalars', 'scalars.size() == SCALARS', 'scalars.size() > 0'),
  call('any bias', 'bias.size() == channels', 'bias.size() > 0'),
  operations('odd padding on the other side', 'total > 0 ? total / 2 : 0', 'total > 0 ? (total + 1) / 2 : 0'),
  operations('a biased running variance', 'rows > 1 ? rows / (rows - 1) : 1', '1'),
  ways(
    'nothing is never empty',
    'return g.images * smallSize(g) * g.largeChannels == 0;',
    'return g.images < 0;',
  ),
  oneChannel(
    'no border on the left',
    'within(-g.left, width(g), g.largeWidth)',
    'within(0, width(g), g.largeWidth)',
  ),
  oneChannel(
    'blocks in the wrong order',
    '(y / STRIDE * 2 + x / STRIDE) * 4',
    '(x / STRIDE * 2 + y / STRIDE) * 4',
  ),
  oneChannel('rows of the filter summed up twice', '(STRIDE * y + k) * row', '(STRIDE * y) * row'),
  winograd('sides that cannot be tiled', 'return 3 * (-size & 3) <= size;', 'return size > 2;'),
  winograd('tiles of three begin too late', '4 * tile - most(0, tile - fours)', '4 * tile'),
  winograd('shared blocks are not added up', '(j == 0 && x > 0)', '(j == 0 && x < 0)'),
  winograd('a sign at a point', 'v[3 * step] = d + .5f * (c - b);', 'v[3 * step] = d - .5f * (c - b);'),
  winograd('a tap at the point 2', '{1 / 18.f, 1 / 9.f}', '{1 / 18.f, 1 / 18.f}'),
  winograd(
    'phases of two for every stride',
    '(y % g.stride * g.stride + x % g.stride)',
    '(y % 2 * g.stride + x % g.stride)',
  ),
  patches('patches reach over the edge', 'reach / g.stride + 1', 'reach / g.stride + 2'),
  patches('sums begin anew with each group', 'count * rows, i > begin);', 'count * rows, false);'),
  patches('what is outside is not zero', 'clear(to, before);', ''),
  gemm(
    'blocks of depth begin anew where B is packed',
    'columns, size, add || block > 0);',
    'columns, size, add);',
  ),
  gemm('blocks of depth begin anew on the way', '                  block > 0);', '                  false);'),
  gemm('the last columns are not transposed', 'i < fours ? j : 0', 'j'),
  product(
    'the last of a matrix times a vector',
    'total += a[k * rows + row] * b[k];',
    'total += a[k * rows + row];',
  ),
  epilogue('the last rows of few channels', 'y += (rows - left) * channels;', 'y += rows * channels;'),
  epilogue('the last rows of a bias’s gradient', 'row = whole * together', 'row = whole'),
  reduce('blocks longer than the rows', 'least(c.block, c.rows - row)', 'c.block'),
  normalisation('blocks’ means are not compared', 'd * d * weight', '0 * weight'),
  normalisation('the mean gradient stays in', 'bend * mean[k] - factor * total[i] / count', 'bend * mean[k]'),
  optimisers(
    'Adam’s epsilon is corrected as well',
    'squareRoot(square) * correction + epsilon',
    '(squareRoot(square) + epsilon) * correction',
  ),
  optimisers(
    'RMSProp’s epsilon outside the root',
    'squareRoot(square + epsilon)',
    '(squareRoot(square) + epsilon)',
  ),
];
