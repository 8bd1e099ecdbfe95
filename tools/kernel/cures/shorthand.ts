/**
 * `{ steps }` where an earlier cell declared `steps`. tslab makes variables of earlier cells properties of `exports`
 * and forgets those that stand for a property of their own name, which are then "not defined". They are written out.
 */
import type * as TypeScript from 'typescript';
import type { Tslab } from './tslab.ts';

export function shorthand({ executor, ts }: Tslab): void {
  const { createExecutor } = executor;
  executor.createExecutor = (root, converters, console) => {
    const { node } = converters;
    const convert: typeof node.convert = (declarations, code) => {
      const converted = node.convert(declarations, writtenOut(ts, code));
      // Complaints must name places in the code that the reader sees.
      return converted.diagnostics.length > 0 ? node.convert(declarations, code) : converted;
    };
    const wrapped = {
      node: { ...node, convert },
      browser: converters.browser,
      close: () => converters.close(),
    };
    return createExecutor(root, wrapped, console);
  };
}

/** The code of a cell with `{ name: name }` for each `{ name }`. */
function writtenOut(ts: typeof TypeScript, code: string): string {
  let text = code;
  const visit = (node: TypeScript.Node): void => {
    // From the last to the first, so that what is inserted moves nothing that is yet to come.
    const children: TypeScript.Node[] = [];
    ts.forEachChild(node, (child) => void children.unshift(child));
    children.forEach(visit);
    if (ts.isShorthandPropertyAssignment(node) && !node.objectAssignmentInitializer) {
      text = `${text.slice(0, node.name.end)}: ${node.name.text}${text.slice(node.name.end)}`;
    }
  };
  visit(ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest));
  return text;
}
