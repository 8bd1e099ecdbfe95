import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { training } from 'gan-lib';
import pl from 'nodejs-polars';

/** Two logged steps, one of which has a metric, and a metric at a step that was not logged. */
function example(): training.History {
  const history = new training.History();
  history.add(0, { seconds: 0, distance: 9 });
  history.add(10, { seconds: 1.5, loss: 0.7 });
  history.add(20, { seconds: 3, loss: 0.6 });
  history.add(20, { seconds: 3, distance: 4 });
  return history;
}

suite('a history', () => {
  test('has one row a step, to which later values of the same step are added', () => {
    const history = example();
    assert.equal(history.length, 3);
    assert.deepEqual(history.last(), { step: 20, seconds: 3, loss: 0.6, distance: 4 });
    assert.deepEqual(history.toRows(), [
      { step: 0, seconds: 0, distance: 9 },
      { step: 10, seconds: 1.5, loss: 0.7 },
      { step: 20, seconds: 3, loss: 0.6, distance: 4 },
    ]);
  });

  test('as columns: all of one length, NaN where nothing was measured', () => {
    const columns = example().columns();
    assert.deepEqual(columns, {
      step: [0, 10, 20],
      seconds: [0, 1.5, 3],
      distance: [9, NaN, 4],
      loss: [NaN, 0.7, 0.6],
    });
  });

  test('pairs: only the rows in which everything asked for was measured', () => {
    assert.deepEqual(example().complete('loss', 'distance'), { step: [20], loss: [0.6], distance: [4] });
    assert.deepEqual(example().complete('distance'), { step: [0, 20], distance: [9, 4] });
    assert.deepEqual(example().complete('unknown'), { step: [], unknown: [] });
  });

  test('alignTo: losses averaged between the moments at which a metric was measured', () => {
    const history = new training.History([
      { step: 0, distance: 90 },
      { step: 1, seconds: 0.1, loss: 1 },
      { step: 2, seconds: 0.2, loss: 2, extra: 5 },
      { step: 3, seconds: 0.3, loss: 6, distance: 40 },
      { step: 4, seconds: 0.4, loss: 10 },
      { step: 5, seconds: 0.5, distance: 20 },
      { step: 6, seconds: 0.6, loss: 99 },
    ]);
    const means = history.alignTo('distance');
    assert.deepEqual(means['step'], [3, 5]);
    assert.deepEqual(means['seconds'], [0.3, 0.5]);
    assert.deepEqual(means['loss'], [3, 10]);
    assert.deepEqual(means['distance'], [40, 20]);
    assert.deepEqual(means['extra'], [5, NaN]);
    assert.deepEqual(history.alignTo('unknown'), {});
  });

  test('as a data frame: typed columns, null where nothing was measured', () => {
    const frame = example().frame();
    assert.deepEqual(frame.columns, ['step', 'seconds', 'distance', 'loss']);
    assert.deepEqual(frame.dtypes, [pl.Int32, pl.Float64, pl.Float64, pl.Float64]);
    assert.equal(frame.height, 3);
    assert.deepEqual(frame.getColumn('distance').toArray(), [9, null, 4]);
    assert.deepEqual(frame.getColumn('step').toArray(), [0, 10, 20]);
    assert.equal(frame.getColumn('loss').max(), 0.7);
  });

  test('keeps infinities, which are values', () => {
    const history = new training.History([{ step: 1, divergence: Infinity }]);
    assert.deepEqual(history.columns()['divergence'], [Infinity]);
    assert.deepEqual(history.frame().getColumn('divergence').toArray(), [Infinity]);
  });

  test('empty: no columns, no last row, an empty frame', () => {
    const history = new training.History();
    assert.equal(history.length, 0);
    assert.equal(history.last(), undefined);
    assert.deepEqual(history.columns(), {});
    assert.equal(history.frame().height, 0);
  });

  test('is rebuilt from its rows, and then belongs to itself', () => {
    const history = example();
    const rows = history.toRows();
    const again = new training.History(rows);
    again.add(30, { loss: 0.5 });
    assert.deepEqual(again.toRows().slice(0, 3), rows);
    assert.equal(history.length, 3);
    (rows[0] as Record<string, number>)['distance'] = -1;
    assert.equal(history.toRows()[0]!['distance'], 9);
  });
});
