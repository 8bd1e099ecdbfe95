/** Whether a stub is its solution but for the blanks: whoever mends one of them may forget the other. */
import ts from 'typescript';
import type { Exercise } from './exercises.ts';

/** A statement, its tokens joined. */
type Statement = string;

const BLANK = /notebook\0\.\0todo\0\(\0['"][^'"]*['"]\0\)/g;

/**
 * @returns what is wrong with an exercise's stub; undefined if it equals the solution, each `notebook.todo(…)` standing for one
 * piece of it. What goes into a blank may need statements of its own before. Comments and white space do not count.
 */
export function stubComplaint({ id, answer, solution }: Exercise): string | undefined {
  const stub = statements(answer);
  const blanks = stub.flatMap((statement) => statement.match(BLANK) ?? []);
  if (!blanks.some((blank) => blank.includes(id)))
    return `the stub of exercise ${id} has no notebook.todo('${id}')`;
  return fits(stub, statements(solution))
    ? undefined
    : `the stub of exercise ${id} differs from its solution in more than its blanks`;
}

function fits(stub: readonly Statement[], solution: readonly Statement[]): boolean {
  const [first, ...rest] = stub;
  const [given, ...others] = solution;
  if (first === undefined) return given === undefined;
  if (given === undefined) return false;
  const pieces = first.split(BLANK);
  if (pieces.length === 1) return first === given && fits(rest, others);
  // A blank is one token at least; a statement that is a blank, one statement.
  const pattern = new RegExp(`^${pieces.map(escaped).join('[^\0][^]*?')}$`);
  return (pattern.test(given) && fits(rest, others)) || fits(stub, others);
}

/** The outermost statements of a cell. */
function statements(source: string): Statement[] {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest);
  return file.statements.map((statement) => tokens(statement.getText(file)).join('\0'));
}

function tokens(source: string): string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, source);
  const found: string[] = [];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) found.push(scanner.getTokenText());
  return found;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
