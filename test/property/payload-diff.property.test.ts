/** What is told of two payloads is all in which they differ, and nothing else. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dossier } from '../../src/domain/dossier.ts';
import { type FieldChange, fieldOfAny, payloadDiff } from '../../src/pipeline/payload-diff.ts';
import { anyDossier } from '../support/arbitrary-dossier.ts';

type Fields = Record<string, unknown>;

/** Another dossier that has much in common with the first: some fields and some parts of lists are its own. */
const pair = fc
  .record({ one: anyDossier, other: anyDossier, taken: fc.infiniteStream(fc.boolean()), turn: fc.boolean() })
  .map(({ one, other, taken, turn }): [Dossier, Dossier] => {
    const mixed = Object.fromEntries(
      Object.entries(one).map(([name, value]) => [
        name,
        taken.next().value === true ? (other as unknown as Fields)[name] : value,
      ]),
    ) as unknown as Dossier;
    return [one, turn ? { ...mixed, components: [...mixed.components].reverse() } : mixed];
  });

/** Takes changes over, as somebody would who reads them. */
function apply(before: Dossier, changes: readonly FieldChange[]): Fields {
  const made = structuredClone(before) as unknown as Fields;
  const gone = new Map<unknown[], Set<unknown>>();
  for (const { field, to } of changes) {
    const [, name = '', part, below] = /^(\w+)(?:\[(.*?)\](?:\.(\w+))?)?$/s.exec(field) ?? [];
    const list = made[name];
    if (part === undefined || !Array.isArray(list)) {
      if (!Array.isArray(to) || !Array.isArray(list) || !hasIds(list)) made[name] = to;
      continue;
    }
    const found = list.findIndex((item: Fields, place) => (item.id ?? String(place)) === part);
    if (below !== undefined) (list[found] as Fields)[below] = to;
    else if (to === null) gone.set(list, (gone.get(list) ?? new Set()).add(list[found]));
    else list.push(to);
  }
  for (const [list, items] of gone) list.splice(0, list.length, ...list.filter((item) => !items.has(item)));
  return made;
}

const hasIds = (list: unknown[]): boolean => list.some((item) => (item as Fields).id !== undefined);

/** Lists of parts in the order of their ids: where a new part stands is not told. */
const inOrder = (dossier: unknown): unknown =>
  Object.fromEntries(
    Object.entries(dossier as Fields).map(([name, value]) => [
      name,
      Array.isArray(value) && hasIds(value)
        ? value.toSorted((a: Fields, b: Fields) => String(a.id).localeCompare(String(b.id)))
        : value,
    ]),
  );

test('taken over, the changes make the one of the other; nothing differs from itself', () => {
  fc.assert(
    fc.property(pair, ([one, other]) => {
      expect(payloadDiff(one, one)).toEqual([]);
      const changes = payloadDiff(one, other);
      expect(inOrder(apply(one, changes))).toEqual(inOrder(other));
      expect(changes.length === 0).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test('the other way round they are the same with from and to exchanged', () => {
  fc.assert(
    fc.property(pair, ([one, other]) => {
      const turned = payloadDiff(other, one).map(({ field, from, to }) => ({ field, from: to, to: from }));
      expect(turned).toEqual(payloadDiff(one, other));
    }),
  );
});

test('a part is told by its id, and counted by its kind', () => {
  fc.assert(
    fc.property(anyDossier, fc.string(), ({ components, ...rest }, code) => {
      fc.pre(components[0] !== undefined && components[0].code !== code);
      const [first, ...others] = components;
      const changed = [{ ...first, code }, ...others] as Dossier['components'];
      const changes = payloadDiff({ ...rest, components }, { ...rest, components: changed });
      expect(changes).toEqual([{ field: `components[${first?.id}].code`, from: first?.code, to: code }]);
      expect(changes.map(({ field }) => fieldOfAny(field))).toEqual(['components.code']);
    }),
  );
});
