/** Whether code is all that one cell needs: what a console asks before it runs a line. */
import type * as TypeScript from 'typescript';

export type Completeness =
  { readonly status: 'complete' | 'invalid' } | { readonly status: 'incomplete'; readonly indent: string };

/** TypeScript's codes for a template or a comment that does not end, which the next line may do. */
const UNTERMINATED = [1160, 1010];
/** That of a string that does not end, which no other line may do. */
const UNTERMINATED_STRING = 1002;

/** What makes a file a module, whose top level may await. */
const MODULE = 'export {};';

/** Code is incomplete if what is wrong with it is that it ends. */
export function completeness(ts: typeof TypeScript, code: string): Completeness {
  const source = ts.createSourceFile('cell.ts', MODULE + code, ts.ScriptTarget.Latest);
  const [first] = syntaxErrors(source);
  if (!first) return { status: 'complete' };
  const atEnd = first.start >= MODULE.length + code.trimEnd().length && first.code !== UNTERMINATED_STRING;
  if (atEnd || UNTERMINATED.includes(first.code)) return { status: 'incomplete', indent: indent(code) };
  return { status: 'invalid' };
}

/** TypeScript keeps them in the file without declaring it. */
const syntaxErrors = (source: TypeScript.SourceFile): readonly TypeScript.DiagnosticWithLocation[] =>
  (source as unknown as { readonly parseDiagnostics: TypeScript.DiagnosticWithLocation[] }).parseDiagnostics;

/** That of the last line, and two spaces more if it opens a bracket. */
function indent(code: string): string {
  const line = code.split('\n').at(-1) ?? '';
  const current = /^\s*/.exec(line)?.[0] ?? '';
  return /[[({]\s*$/.test(line) ? `${current}  ` : current;
}
