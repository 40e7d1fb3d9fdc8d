/** The timetable of a portal's weather: its words, its time, its chance. */
import { describe, expect, it } from 'vitest';
import { BUILT_IN_SCENARIOS } from '../../../src/simulator/portal/built-in-scenarios.ts';
import { checkFaultRates } from '../../../src/simulator/portal/parse-faults.ts';
import { randomFaults, runScenario } from '../../../src/simulator/portal/run-scenario.ts';
import { parseScenario } from '../../../src/simulator/portal/scenario.ts';
import { seededRandom } from '../../../src/simulator/random.ts';

/** Runs a scenario on a clock of its own until `seconds` are over. Answers what happened when, in real seconds. */
async function play(text: string, seconds: number, { speed = 1, seed = 1 } = {}) {
  const ended = new AbortController();
  const changes: unknown[] = [];
  const told: string[] = [];
  let clock = 0;
  await runScenario(parseScenario(text), {
    control: (change) => changes.push([clock, change]),
    tell: (at, words) => told.push(`${at} ${words}`),
    wait: async (milliseconds) => {
      clock += milliseconds / 1000;
      if (clock > seconds) ended.abort();
    },
    random: seededRandom(seed),
    speed,
    signal: ended.signal,
  });
  return { changes, told };
}

describe('a scenario', () => {
  it('says what happens when, in all its words', async () => {
    const text = `
      # a day
      at 0s faults lost=0.1, http503=0.05
      at 30s down          # away
      at 1m up
      at 1m expire-sessions
      at 90s forget 3
      at 2m forget A,B
    `;
    const { changes } = await play(text, 1_000);
    expect(changes).toEqual([
      [0, { faults: { lost: 0.1, http503: 0.05 } }],
      [30, { down: true }],
      [60, { down: false }],
      [60, { expireSessions: true }],
      [90, { forget: 3 }],
      [120, { forget: ['A', 'B'] }],
    ]);
    const more = `at 1 poison 0.1 hang
      at 1 latency 5 20
      at 1 mode whole
      at 1 retry-after 9
      at 1 clock-skew -60
      at 1 session-seconds 5
      at 1 single-session on
      at 1 faults none
      at 1 poison none`;
    expect((await play(more, 10)).changes.map((entry) => (entry as unknown[])[1])).toEqual([
      { poison: { codes: [], share: 0.1, answer: 'hang' } },
      { latencyMs: 5, jitterMs: 20 },
      { mode: 'whole' },
      { retryAfterSeconds: 9 },
      { clockSkewSeconds: -60 },
      { sessionSeconds: 5 },
      { singleSession: true },
      { faults: {} },
      { poison: { codes: [], share: 0, answer: 'html200' } },
    ]);
  });

  it('begins again where it repeats, and runs as fast as asked', async () => {
    const { told, changes } = await play('at 0s up\nat 60s down\nat 120s repeat', 5, { speed: 60 });
    expect(told).toEqual(['0 up', '60 down', '120 up', '180 down', '240 up', '300 down']);
    expect(changes.map((entry) => (entry as unknown[])[0])).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('begins again right behind its last event where no time is told', async () => {
    const { told } = await play('at 0s up\nat 10s down\nrepeat', 20);
    expect(told).toEqual(['0 up', '10 down', '10 up', '20 down', '20 up']);
  });

  it('draws random faults by the seed, other ones each time, and says which', async () => {
    const storm = (seed: number) => play('at 0s faults random\nat 10s repeat', 200, { seed });
    const [first, again, other] = [await storm(1), await storm(1), await storm(2)];
    expect(again).toEqual(first);
    expect(other.told).not.toEqual(first.told);
    expect(new Set(first.told.map((line) => line.replace(/^\d+ /, ''))).size).toBeGreaterThan(15);
    expect(first.told[0]).toMatch(/^0 faults \w+=0\.\d+,/);
  });

  it('never draws faults that could not be asked for', () => {
    const random = seededRandom(9);
    for (let at = 0; at < 300; at += 1) expect(() => checkFaultRates(randomFaults(random))).not.toThrow();
  });

  it.each(Object.entries(BUILT_IN_SCENARIOS))('%s comes with it and can be played', async (_, text) => {
    const { changes } = await play(text, 7_200);
    expect(changes.length).toBeGreaterThan(2);
    // Whatever the portal was before, it starts from the words of the scenario.
    expect(parseScenario(text).events[0]?.atSeconds).toBe(0);
  });

  it('has an hour of outage', async () => {
    const { told } = await play(BUILT_IN_SCENARIOS.outage ?? '', 7_200);
    expect(told).toEqual(['0 up', '300 down', '3900 up']);
  });

  it.each([
    'faults lost=0.1',
    'at 10s',
    'at soon down',
    'at 10s fly',
    'at 10s down now',
    'at 10s forget',
    'at 10s faults lost=2',
    'at 10s latency fast',
    'at 10s mode other',
    'at 10s poison 0.1 hang twice',
    'at 10s constructor x',
    'repeat',
    'at 0s up\nrepeat',
    'at 10s down\nat 5s up',
    'at 10s down\nrepeat\nat 20s up',
  ])('refuses %s', (text) => {
    expect(() => parseScenario(text)).toThrow(expect.objectContaining({ code: 'DB-CFG-003' }));
  });

  it('names the line that it does not understand', () => {
    const refused = expect.objectContaining({ params: expect.objectContaining({ value: '3: at 9s fly' }) });
    expect(() => parseScenario('at 1s up\n\n at 9s   fly')).toThrow(refused);
  });
});
