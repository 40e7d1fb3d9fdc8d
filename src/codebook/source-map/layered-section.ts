/**
 * A section of a province's file above the same section of a preset.
 * Guarantees: what the province writes counts, key by key, be it empty; the rest is the preset's; a fault is told
 * in the file where it stands.
 * Must not: know what keys mean.
 */
import type { YamlSection, YamlValue } from '../yaml-section.ts';

/** See the file's head. At least one of the two is there. */
export class LayeredSection {
  readonly own: YamlSection | null;
  readonly base: YamlSection | null;

  constructor(own: YamlSection | null, base: YamlSection | null) {
    this.own = own;
    this.base = base;
  }

  /** What stands under the key; `null` where neither writes it. */
  value(key: string): YamlValue | null {
    return this.own?.value(key) ?? this.base?.value(key) ?? null;
  }

  /** What stands under the key, unless that is nothing. */
  given(key: string): YamlValue | null {
    const value = this.value(key);
    return value === null || value.kind === 'none' ? null : value;
  }

  /** What stands under the first of two keys that exclude each other; the province's above the preset's. */
  either(one: string, other: string): { readonly key: string; readonly value: YamlValue } | null {
    for (const layer of [this.own, this.base]) {
      for (const key of [one, other]) {
        const value = layer?.value(key);
        if (value && value.kind !== 'none') return { key, value };
      }
    }
    return null;
  }

  /** The section under the key, of both; `null` where neither has one, or the province empties it. */
  section(key: string): LayeredSection | null {
    const [own, base] = [this.own?.value(key) ?? null, this.base?.value(key) ?? null];
    if (own?.kind === 'none') return null;
    const read = (value: YamlValue | null): YamlSection | null => {
      const section = value?.section() ?? null;
      if (section === null && value !== null && value.kind !== 'none') value.wrongForm(`${key}: {…}`);
      return section;
    };
    const [above, below] = [read(own), read(base)];
    return above === null && below === null ? null : new LayeredSection(above, below);
  }

  /** Every key of both, the preset's order first. */
  keys(): string[] {
    return [
      ...new Set([this.base, this.own].flatMap((layer) => layer?.entries().map(({ text }) => text) ?? [])),
    ];
  }

  /** Tells every key that is not one of these, in both. */
  allow(allowed: readonly string[]): void {
    this.own?.allow(allowed);
    this.base?.allow(allowed);
  }

  /** Tells that the key is missing, in the province's file. */
  missing(key: string): void {
    (this.own ?? this.base)?.missing(key);
  }
}
