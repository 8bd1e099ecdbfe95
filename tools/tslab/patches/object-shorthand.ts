/**
 * What tslab does not understand of braces. It makes variables of earlier cells properties of `exports`, but
 *
 * - forgets those that stand for a property of their own name, `{ steps }`, which are then "not defined";
 * - takes the property of an earlier object for a variable in `const { rate: step } = settings`, a syntax error then.
 *
 * Both are written in a longer way.
 */
import type * as TypeScript from 'typescript';
import type { Converter } from '../kernel/tslab.ts';

export function objectShorthand(converter: Converter, ts: typeof TypeScript): Converter {
  const convert: Converter['convert'] = (declarations, code) => {
    const converted = converter.convert(declarations, writtenOut(ts, code));
    // Complaints must name places in the code that the reader sees.
    return converted.diagnostics.length > 0 ? converter.convert(declarations, code) : converted;
  };
  return { ...converter, convert };
}

/** The code of a cell with `{ name: name }` for each `{ name }`, and `{ ['name']: other }` where one is taken apart. */
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
    if (ts.isBindingElement(node) && node.propertyName && ts.isIdentifier(node.propertyName)) {
      const { end, text: name } = node.propertyName;
      text = `${text.slice(0, end - name.length)}['${name}']${text.slice(end)}`;
    }
  };
  visit(ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest));
  return text;
}
