/**
 * Reads Prometheus' text format strictly.
 * Guarantees: throws at the first line that is none, at a sample without HELP and TYPE before it, at
 * a series told twice, and at a histogram whose buckets do not add up.
 */

/** Series (`name{a="x",b="y"}`, labels sorted) and their values. */
export interface Exposition {
  readonly values: ReadonlyMap<string, number>;
  /** TYPE by name. */
  readonly types: ReadonlyMap<string, string>;
  /** Values seen of one label. */
  labels(name: string, label: string): string[];
}

const HEAD = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|Na[Nn]|[+-]Inf)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const TYPES = ['counter', 'gauge', 'histogram', 'summary'];

function labelsOf(text: string, line: string): [string, string][] {
  const found: [string, string][] = [];
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const match = LABEL.exec(text);
    if (!match) throw new Error(`labels: ${line}`);
    found.push([match[1] ?? '', match[2] ?? '']);
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** See the head of this file. */
export function parseExposition(text: string): Exposition {
  const values = new Map<string, number>();
  const types = new Map<string, string>();
  const helped = new Set<string>();
  const seen: { name: string; labels: Map<string, string> }[] = [];
  if (!text.endsWith('\n')) throw new Error('does not end with a line end');
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const head = HEAD.exec(line);
    if (head) {
      const [, kind, name = '', rest = ''] = head;
      if (kind === 'HELP') helped.add(name);
      else if (TYPES.includes(rest) && helped.has(name) && !types.has(name)) types.set(name, rest);
      else throw new Error(`head: ${line}`);
      continue;
    }
    const sample = SAMPLE.exec(line);
    if (!sample) throw new Error(`no sample: ${line}`);
    const [, name = '', labels = '', value = ''] = sample;
    const family = name.replace(/_(bucket|sum|count)$/, '');
    if (!types.has(name) && !['histogram', 'summary'].includes(types.get(family) ?? '')) {
      throw new Error(`without HELP and TYPE: ${line}`);
    }
    const pairs = labelsOf(labels, line);
    const key = `${name}${pairs.length === 0 ? '' : `{${pairs.map(([l, v]) => `${l}="${v}"`).join(',')}}`}`;
    if (values.has(key)) throw new Error(`twice: ${line}`);
    values.set(key, Number(value.replace('Inf', 'Infinity')));
    seen.push({ name, labels: new Map(pairs) });
  }
  checkHistograms(types, values);
  return {
    values,
    types,
    labels: (name, label) => [
      ...new Set(seen.flatMap((s) => (s.name === name ? [s.labels.get(label) ?? ''] : []))),
    ],
  };
}

function checkHistograms(types: ReadonlyMap<string, string>, values: ReadonlyMap<string, number>): void {
  for (const [name, type] of types) {
    if (type !== 'histogram') continue;
    for (const [key, count] of values) {
      if (!key.startsWith(`${name}_count`)) continue;
      const labels = /\{(.*)\}/.exec(key)?.[1] ?? '';
      const buckets = [...values].filter(
        ([k]) => k.startsWith(`${name}_bucket{`) && labels.split(',').every((l) => k.includes(l)),
      );
      const rising = buckets.every(([, value], at) => at === 0 || value >= (buckets[at - 1]?.[1] ?? 0));
      if (!rising || buckets.at(-1)?.[1] !== count) throw new Error(`buckets of ${key} do not add up`);
    }
  }
}
