// A cell sees lib through its declarations, read by the TypeScript 5.0 inside tslab. What that compiler does not
// understand becomes `any`, and Tab and Shift-Tab in JupyterLab fall silent without an error.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { suite, test } from 'node:test';
import type TypeScript from 'typescript';
import { project } from '../../tools/setup/project.mjs';

const require = createRequire(createRequire(import.meta.url).resolve('tslab/package.json'));
const ts = require('@tslab/typescript-for-tslab') as typeof TypeScript;

const { root } = project();
const declarations = join(root, 'lib', 'dist') + sep;
const cell = join(root, 'notebooks', 'cell.ts');

/** A program of one cell, under the options of tslab's converter.js – but it looks into declarations for errors. */
function compile(code: string): TypeScript.Program {
  const given = {
    module: 'esnext',
    moduleResolution: 'node10',
    esModuleInterop: true,
    target: 'es2022',
    lib: ['es2022'],
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
    noEmit: true,
    skipLibCheck: false,
  };
  const { options, errors } = ts.convertCompilerOptionsFromJson(given, root);
  assert.deepEqual(errors, []);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => path === cell || fileExists(path);
  host.getSourceFile = (path, version, ...rest) =>
    path === cell ? ts.createSourceFile(path, code, version) : getSourceFile(path, version, ...rest);
  return ts.createProgram([cell], options, host);
}

const said = (diagnostics: readonly TypeScript.Diagnostic[]): string[] =>
  diagnostics.map(({ file, start = 0, messageText }) => {
    const place = file
      ? `${relative(root, file.fileName)}:${file.getLineAndCharacterOfPosition(start).line + 1} `
      : '';
    return place + ts.flattenDiagnosticMessageText(messageText, ' ');
  });

suite('the declarations of lib, read by tslab’s own compiler', () => {
  const program = compile(`import * as lib from 'gan-lib';\nlib;`);
  const checker = program.getTypeChecker();
  const lib = (program.getSourceFile(cell)!.statements.at(-1) as TypeScript.ExpressionStatement).expression;
  const own = program.getSourceFiles().filter(({ fileName }) => join(fileName).startsWith(declarations));

  /** Everything that a room exports: `models.dense`, … */
  function* exported(): Iterable<[string, TypeScript.Symbol]> {
    const origin = (symbol: TypeScript.Symbol) =>
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const room of checker.getTypeAtLocation(lib).getProperties()) {
      for (const symbol of checker.getExportsOfModule(origin(room))) {
        yield [`${room.name}.${symbol.name}`, origin(symbol)];
      }
    }
  }

  test('is TypeScript 5.0', () => {
    assert.match(ts.version, /^5\.0\./);
    assert.ok(own.length > 50, `${own.length} files`);
  });

  test('have no error', () => {
    const errors = own.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]);
    assert.deepEqual(said(errors), []);
    assert.deepEqual(said(program.getSemanticDiagnostics(program.getSourceFile(cell))), []);
  });

  test('leave nothing that a notebook can reach without a type', () => {
    const untyped: string[] = [];
    const seen = new Set<TypeScript.Type>();

    /** Looks at a type and at all that can be reached from it, as far as it is declared in lib. */
    const visit = (type: TypeScript.Type, path: string): void => {
      if (type.flags & ts.TypeFlags.Any) untyped.push(path);
      if (seen.has(type)) return;
      seen.add(type);
      if (type.isUnionOrIntersection()) type.types.forEach((each) => visit(each, path));
      // nodejs-polars itself says DataFrame<any> where the columns are not known.
      const polars = ['DataFrame', 'Series'].includes(checker.typeToString(type).split('<', 1)[0]!);
      for (const argument of polars ? [] : checker.getTypeArguments(type as TypeScript.TypeReference)) {
        visit(argument, `${path}<>`);
      }
      for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
        if (!isOwn(signature.declaration)) continue;
        for (const parameter of signature.parameters) visitSymbol(parameter, `${path}(${parameter.name})`);
        visit(signature.getReturnType(), `${path}()`);
      }
      for (const property of type.getProperties()) visitSymbol(property, `${path}.${property.name}`);
    };
    const visitSymbol = (symbol: TypeScript.Symbol, path: string): void => {
      const [declaration] = symbol.declarations ?? [];
      if (!isOwn(declaration) || ts.getCombinedModifierFlags(declaration!) & ts.ModifierFlags.Private) return; // prettier-ignore
      visit(checker.getTypeOfSymbolAtLocation(symbol, lib), path);
    };
    const isOwn = (node: TypeScript.Node | undefined): boolean =>
      node !== undefined && join(node.getSourceFile().fileName).startsWith(declarations);

    for (const [path, symbol] of exported()) {
      if (symbol.flags & ts.SymbolFlags.Value) visit(checker.getTypeOfSymbolAtLocation(symbol, lib), path);
      if (symbol.flags & ts.SymbolFlags.Type) visit(checker.getDeclaredTypeOfSymbol(symbol), path);
    }
    assert.ok(seen.size > 300, `only ${seen.size} types were seen`);
    assert.deepEqual(untyped, []);
  });

  test('let a cell be checked: wrong arguments are errors, and inferred types are the right ones', () => {
    const check = (code: string) => {
      const program = compile(`import { data, games, losses, models, training } from 'gan-lib';\n${code}`);
      return said(program.getSemanticDiagnostics(program.getSourceFile(cell)));
    };
    assert.deepEqual(
      check(`
        const generator: models.Network = models.network({
          name: 'generator', input: [2], layers: models.mlpGenerator({ output: [2] }), seed: 1,
        });
        const values: Float32Array = data.sampleMixture(data.ring(), 5, undefined!).points;
        const columns: number[] | readonly number[] = new training.History().columns()['step'];
        const reached: Promise<training.Outcome> = undefined! as training.Trainer extends { train(o: any): infer R } ? R : never;
        const game: games.Game = games.gan(undefined!);
        [generator, values, columns, reached, game, losses.wasserstein.name.length];
      `),
      [],
    );
    const [wrong] = check(`models.dense('many');`);
    assert.match(wrong ?? '', /'string' is not assignable to parameter of type 'number'/);
    const [unknown] = check(`data.loadMnist().train.colour;`);
    assert.match(unknown ?? '', /'colour' does not exist on type 'ImageSet'/);
  });

  test('carry their docs, which Shift-Tab shows', () => {
    const undocumented: string[] = [];
    for (const [path, symbol] of exported()) {
      const callable = checker.getTypeOfSymbolAtLocation(symbol, lib).getCallSignatures().length > 0;
      const described = symbol.getDocumentationComment(checker).length > 0;
      if ((callable || symbol.flags & ts.SymbolFlags.Class) && !described) undocumented.push(path);
    }
    assert.deepEqual(undocumented, []);
  });
});
