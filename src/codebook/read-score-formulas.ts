/**
 * Reads `score.yaml`: the formulas of the 766 indicators, version by version, and what is counted as a commune.
 * Guarantees: every fault of the file; names of versions are unique; each version is whole in itself.
 * Must not: compute anything (`src/score`), or be part of the codebook's version, which no formula changes.
 */
import type { Formula, ScoreFormulas } from '../domain/score/formula.ts';
import type { FaultSink } from './mapping-fault.ts';
import { type ReadFormula, readFormula } from './read-formula.ts';
import { HOURS, numberIn } from './yaml-number.ts';
import { openYaml, type YamlSection } from './yaml-section.ts';

/** `null` after faults (told to `sink`). */
export function readScoreFormulas(text: string, sink: FaultSink): ScoreFormulas | null {
  const root = openYaml(text, sink);
  if (root === null) return null;
  root.allow(['versions', 'commune_words', 'due_soon_hours']);
  const versions = readVersions(root, sink);
  const communeWords = readCommuneWords(root, sink);
  const dueSoonHours = numberIn(root, 'due_soon_hours', HOURS, sink);
  const [first, ...others] = versions;
  if (sink.faults.length > 0 || first === undefined || dueSoonHours === null) return null;
  return { versions: [first, ...others], communeWords, dueSoonHours };
}

function readVersions(root: YamlSection, sink: FaultSink): Formula[] {
  const read = new Map<string, ReadFormula | null>();
  const lines = new Map<string, number>();
  for (const section of root.sections('versions')) {
    const name = section.text('name');
    const formula = readFormula(section, name, read, sink);
    if (name === null) continue;
    const other = lines.get(name.text);
    if (other === undefined) {
      lines.set(name.text, name.line);
      read.set(name.text, formula);
    } else sink.add(name, 'DB-MAP-050', { path: section.pathOf('name'), value: name.text, other });
  }
  return [...read.values()].flatMap((one) => one?.formula ?? []);
}

/** At least one; an empty word would stand in every name. */
function readCommuneWords(root: YamlSection, sink: FaultSink): string[] {
  const words = root.list('commune_words');
  if (words === null) return [];
  const wrong = words.length === 0 ? root.value('commune_words')?.at : words.find(({ text }) => text === '');
  if (wrong !== undefined) {
    const params = { path: root.pathOf('commune_words'), expected: 'commune_words: ["…", …]' };
    sink.add(wrong, 'DB-MAP-022', params);
  }
  return words.map(({ text }) => text);
}
