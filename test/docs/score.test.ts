/** docs/score.md tells of every measure, reason, note and indicator that there is, and of no other; its version is read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FaultSink } from '../../src/codebook/mapping-fault.ts';
import { readScoreFormulas } from '../../src/codebook/read-score-formulas.ts';
import { MEASURES, NO_FIGURE } from '../../src/domain/score/formula.ts';
import { BLAMES } from '../../src/domain/score/score-report.ts';
import { noteWords } from '../../src/score/words/note-words.ts';
import { reasonWords } from '../../src/score/words/reason-words.ts';
import { ROOT, readDocument } from './markdown.ts';

const page = readDocument('docs/score.md');
const shipped = readFileSync(join(ROOT, 'mappings/score.yaml'), 'utf8');

/** Rows of the table whose header begins with this cell, without backticks. */
function rowsOf(header: string): string[][] {
  const lines = page.text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${header} `));
  const rows: string[][] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    rows.push(
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  }
  return rows;
}

function formulasOf(text: string) {
  const sink = new FaultSink('score.yaml');
  const formulas = readScoreFormulas(text, sink);
  if (formulas === null) throw new Error(JSON.stringify(sink.faults));
  return formulas.versions;
}

describe('docs/score.md', () => {
  it.each<[string, readonly string[]]>([
    ['đếm', MEASURES],
    ['do đâu', BLAMES],
    ['lý do', Object.keys(reasonWords)],
    ['lưu ý', Object.keys(noteWords)],
  ])('tells of each "%s"', (header, wanted) => {
    expect(
      rowsOf(header)
        .map(([name]) => name)
        .sort(),
    ).toEqual([...wanted].sort());
  });

  it('tells of each reason for which there is no score', () => {
    const section = page.text.split(/^## Khi không có điểm$/m)[1] ?? '';
    const named = [...section.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining([...NO_FIGURE]));
  });

  it('lists the indicators as the shipped formulas have them', () => {
    const [version] = formulasOf(shipped);
    const wanted = version.indicators.map(({ code, group, max, numerator, denominator }) => [
      code,
      group,
      String(max),
      numerator === null ? '' : `${numerator} / ${denominator}`,
    ]);
    expect(rowsOf('chỉ số').map((row) => row.slice(0, 4))).toEqual(wanted);
  });

  it('names the versions that ship, and shows one that can be added', () => {
    for (const { name } of formulasOf(shipped)) expect(page.codes).toContain(name);
    const added =
      page.fences.find(({ language }) => language === 'yaml')?.text.replace(/^versions:\n.*\n/, '') ?? '';
    const version = formulasOf(`${shipped}\n${added}`).at(-1);
    expect(version).toMatchObject({ name: '766-2027', validFrom: '2027-01-01' });
    expect(version?.indicators).toHaveLength(20);
  });
});
