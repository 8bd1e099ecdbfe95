import type { Notebook } from '../../tools/report/notebook.ts';

const SOLUTION = /<details><summary>Solution<\/summary>[^]*?```ts\n([^]*?)```[^]*?<\/details>/g;

/** The notebook with a cell at its end for each folded solution. */
export function withSolutions(notebook: Notebook): Notebook {
  const solutions = notebook.cells
    .filter(({ cell_type }) => cell_type === 'markdown')
    .flatMap(({ source }) => [...source.matchAll(SOLUTION)].map(([, code = '']) => code));
  if (solutions.length === 0) throw new Error('this notebook has no folded solution');
  const cells = solutions.map((source, i) => ({
    cell_type: 'code' as const,
    id: `solution-${i + 1}`,
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  }));
  return { ...notebook, cells: [...notebook.cells, ...cells] };
}
