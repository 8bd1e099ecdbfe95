/** Bundles what a web page gets of lib. */
import { join } from 'node:path';
import { buildSync, type BuildFailure } from 'esbuild';

/** A bundle, or the bundler's complaints, one a line. */
export interface Bundle {
  readonly code: string;
  readonly complaints: string;
}

/** Of what is in it beside our own. */
const LICENCES =
  '/*! With TensorFlow.js, Copyright Google LLC, and long by Daniel Wirtz: Apache License 2.0; d3-array by Mike Bostock: ISC License; ' +
  'munkres by Michael Rojas: MIT License; seedrandom by David Bau, its Alea by Johannes Baagøe: MIT License. */';

/**
 * `src/page` of the library in `folder` with all that it imports, TensorFlow.js included, as one module of CommonJS. Nothing
 * of Node.js can be in it: a module that needs that is replaced by the one beside it that ends in `.page.ts`.
 */
export function bundlePage(folder: string): Bundle {
  try {
    const { outputFiles } = buildSync({
      absWorkingDir: folder,
      entryPoints: [join('src', 'page', 'index.ts')],
      tsconfig: join(folder, 'tsconfig.json'),
      resolveExtensions: ['.page.ts', '.ts', '.js'],
      platform: 'browser',
      target: 'es2022',
      format: 'cjs',
      bundle: true,
      minify: true,
      banner: { js: LICENCES },
      legalComments: 'none',
      write: false,
      logLevel: 'silent',
    });
    return { code: outputFiles[0]!.text, complaints: '' };
  } catch (error) {
    const { errors } = error as BuildFailure;
    const lines = errors.map(({ text, location }) => {
      const place = location ? `${location.file}(${location.line},${location.column + 1}): ` : '';
      return `${place}error: ${text}\n`;
    });
    return { code: '', complaints: lines.join('') };
  }
}
