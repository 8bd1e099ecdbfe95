import { result } from '../notebook';
import { show, table } from '../plots';
import { checks } from './checks';
import { examine } from './examine';
import { thisMachine } from './this-machine';

/**
 * Shows whether this machine has what the lessons need: a row for each thing, with what is there, or what is wrong and what
 * to do.
 */
export async function check(): Promise<void> {
  const machine = thisMachine();
  const findings = examine(checks(machine));
  const rows = findings.map(({ check, good, found }) => ({ check, '': good ? '✓' : '✗', found }));
  const bad = findings.filter(({ good }) => !good).map(({ check }) => check);
  await show(table(rows, { title: bad.length > 0 ? `to be fixed: ${bad.join(', ')}` : 'ready' }));
  const { cores, gigaflops } = machine;
  result({ checks: findings.length, bad: bad.join(', '), cores, gigaflops });
}
