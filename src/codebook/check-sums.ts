/**
 * Holds the indicators of one version to each other.
 * Guarantees: no code twice; what a sum adds up is there and has a ratio, so that no sum hangs on itself, by whatever way.
 */
import type { FaultSink } from './mapping-fault.ts';
import type { ReadIndicator } from './read-indicator.ts';

/**
 * Tells codes that stand twice.
 * @param path of the list
 */
export function checkCodes(indicators: readonly ReadIndicator[], path: string, sink: FaultSink): void {
  const lines = new Map<string, number>();
  for (const { code } of indicators) {
    const other = lines.get(code.text);
    if (other === undefined) lines.set(code.text, code.line);
    else sink.add(code, 'DB-MAP-050', { path, value: code.text, other });
  }
}

/** Tells summands that cannot be added up. @param all of the version, those that it has from another one as well */
export function checkSums(all: readonly ReadIndicator[], sink: FaultSink): void {
  const codes = new Set(all.map(({ formula }) => formula.code));
  const withRatio = new Set(all.flatMap(({ formula }) => (formula.numerator === null ? [] : [formula.code])));
  for (const { summands } of all) {
    for (const { text: value, path, ...at } of summands) {
      if (withRatio.has(value)) continue;
      const params = { path, value, allowed: [...withRatio].join(', ') };
      sink.add(at, codes.has(value) ? 'DB-MAP-052' : 'DB-MAP-051', params);
    }
  }
}
