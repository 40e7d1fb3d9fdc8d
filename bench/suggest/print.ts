/**
 * The bench's figures as a table for people.
 * Guarantees: a goal that is not reached is said, with the ceiling that names alike under several codes set.
 * Must not: round a miss into a hit: percentages are cut after two places, not rounded.
 */
import type { Field } from './fields.ts';
import type { Tally } from './measure.ts';
import type { Timing } from './timing.ts';

const percent = (part: number): string => `${(Math.floor(part * 10_000 + 1e-9) / 100).toFixed(2)}%`;
const HEAD = ['', 'first', 'of five', 'code alone', 'of five', 'cosine first', 'of five'];

export function printReport(fields: readonly Field[], timing: Timing, seed: number, every: number): void {
  console.log(`Proposals by name, seed ${seed}${every > 1 ? `, one name in ${every}` : ''}.
first, of five: the first proposal, one of the first five names the right code. A proposal is a name with all codes that bear
exactly this name, as mapping suggest shows it: no likeness can tell those apart.
code alone, of five: the same with every code on its own. cosine: first, of five for plain word-cosine.`);
  for (const field of fields) printField(field);
  const ms = (value: number) => `${value.toFixed(value < 100 ? 2 : 0)} ms`;
  const heap = timing.heapMb > 0 ? `, ${timing.heapMb.toFixed(0)} MB` : '';
  console.log(`
${timing.names} names: built in ${ms(timing.buildMs)} (${ms(timing.buildCpuMs)} of processor time${heap}).
A proposal: ${ms(timing.medianMs)} (median of ${timing.questions}), ${ms(timing.p99Ms)} (p99), ${ms(
    timing.maxMs,
  )} (worst); ${ms(timing.meanCpuMs)} of processor time on average.`);
}

function printField({
  name,
  searched,
  goal,
  ceiling,
  ceilingOfSigns,
  tallies,
  combined,
  misses,
}: Field): void {
  const total = sumOf('over these rules', tallies);
  const rows = [
    ...tallies.map(rowOf),
    rowOf(total),
    ...combined.map(rowOf),
    rowOf(sumOf('over all of these', [...tallies, ...combined])),
  ];
  console.log(`\n${name}: ${total.cases / tallies.length} names, searched among ${searched}`);
  const widths = HEAD.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  console.log(line(HEAD));
  for (const [at, row] of rows.entries()) {
    const rule = at === tallies.length || at === rows.length - 1;
    if (rule) console.log('-'.repeat(line(HEAD).length));
    console.log(line(row));
    if (at === tallies.length) console.log('');
  }
  console.log(
    `one name under several codes lets a code alone be ${percent(ceiling.first)} / ${percent(ceiling.five)} at most where letters are alike, ` +
      `${percent(ceilingOfSigns.first)} / ${percent(ceilingOfSigns.five)} where case and every sign are`,
  );
  if (goal !== null) {
    const told = (first: number, five: number) =>
      `${first >= goal.first && five >= goal.five ? 'reached' : 'NOT REACHED'} (${percent(first)} / ${percent(five)})`;
    const { cases, first, five, aloneFirst, aloneFive } = total;
    const tooMuch = ceilingOfSigns.first < goal.first || ceilingOfSigns.five < goal.five;
    console.log(
      `goal over these rules ${percent(goal.first)} / ${percent(goal.five)}: ${told(first / cases, five / cases)}; ` +
        `with each code on its own ${told(aloneFirst / cases, aloneFive / cases)}${tooMuch ? ', more than the names allow' : ''}`,
    );
  }
  for (const { rule, asked, right, gotNames, got } of misses) {
    console.log(`\n[${rule}] ${asked}\n  right ${right.code} ${right.name}`);
    for (const [at, gotName] of gotNames.slice(0, 2).entries())
      console.log(`  got   ${got[at]?.[0] ?? ''} ${gotName}`);
  }
}

function rowOf({ rule, cases, ...counts }: Tally): readonly string[] {
  const { first, five, aloneFirst, aloneFive, cosineFirst, cosineFive } = counts;
  return [
    rule,
    ...[first, five, aloneFirst, aloneFive, cosineFirst, cosineFive].map((hits) => percent(hits / cases)),
  ];
}

function sumOf(rule: string, tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  return {
    rule,
    cases: sum(({ cases }) => cases),
    first: sum(({ first }) => first),
    five: sum(({ five }) => five),
    aloneFirst: sum(({ aloneFirst }) => aloneFirst),
    aloneFive: sum(({ aloneFive }) => aloneFive),
    cosineFirst: sum(({ cosineFirst }) => cosineFirst),
    cosineFive: sum(({ cosineFive }) => cosineFive),
  };
}
