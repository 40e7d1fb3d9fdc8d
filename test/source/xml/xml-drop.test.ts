/** Documents left in a folder: taken whole and in order, or refused whole with the reason beside them. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aComponent, aDossier, aFee, aResult, aStep, aSupplement } from '../../support/source-rows.ts';
import { type DropWorld, openDropWorld } from './drop-world.ts';
import { documentXml } from './written-dossier.ts';

let world: DropWorld;
beforeEach(async () => {
  world = await openDropWorld({ pageSize: 3 });
});
afterEach(() => world.end());

const numbered = (number: number) => aDossier({ code: `H19.12-260102-${String(number).padStart(4, '0')}` });
const whole = aDossier(
  {},
  {
    components: [aComponent()],
    results: [aResult()],
    steps: [aStep({ id: '1' }), aStep({ id: '2' })],
    fees: [aFee()],
    supplements: [aSupplement()],
    changedAt: '2026-01-02T08:00:00+07:00',
  },
);

describe('a document in the contract’s form', () => {
  it('is taken with all its parts and put away', async () => {
    await world.put('a.xml', documentXml([whole]));
    expect(await world.take()).toEqual({ taken: 1, refused: 0, dossiers: 1 });
    expect(world.stored).toEqual([whole]);
    expect([await world.in('inbox'), await world.in('done'), await world.in('refused')]).toEqual([
      [],
      ['a.xml'],
      [],
    ]);
  });

  it('is given in pages', async () => {
    await world.put('a.xml', documentXml([1, 2, 3, 4, 5, 6, 7].map(numbered)));
    await world.take();
    expect(world.batches).toEqual([3, 3, 1]);
    expect(world.stored.map(({ key }) => key)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((number) => numbered(number).key),
    );
  });
});
