/**
 * Keeps a scenario's time.
 * Guarantees: events happen in their order; the same seed draws the same random faults.
 * Must not: read a clock; whoever runs it says how to wait.
 */
import { between, pick, type Random } from '../random.ts';
import { FAULT_MEANINGS, FAULT_NAMES, type FaultName } from './fault-meanings.ts';
import type { FaultRates } from './fault-plan.ts';
import { faultWords } from './parse-faults.ts';
import type { PortalControl } from './portal-control.ts';
import type { Scenario } from './scenario.ts';

/** What a scenario needs around it. */
export interface Stage {
  readonly control: (change: PortalControl) => void;
  /** Told before each event: seconds of the scenario since its start, and its words. */
  readonly tell: (atSeconds: number, words: string) => void;
  /** Waits; resolves early when `signal` fires. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly random: Random;
  /** 60 = a minute of the scenario is a second. */
  readonly speed: number;
  readonly signal: AbortSignal;
}

const namesOn = (on: 'call' | 'login'): FaultName[] =>
  FAULT_NAMES.filter((name) => FAULT_MEANINGS[name].on === on);

/** Two to four faults of calls, at most one call in five each, and now and then one of logins. */
export function randomFaults(random: Random): FaultRates {
  const rates: Partial<Record<FaultName, number>> = {};
  const count = between(random, 2, 4);
  for (let at = 0; at < count; at += 1) {
    rates[pick(random, namesOn('call'))] = between(random, 2, 20) / 100;
  }
  if (random() < 0.25) rates[pick(random, namesOn('login'))] = between(random, 10, 50) / 100;
  return rates;
}

/** Runs to the end of the scenario, or until the signal fires where it repeats. */
export async function runScenario(scenario: Scenario, stage: Stage): Promise<void> {
  const { control, tell, wait, random, speed, signal } = stage;
  const { events, repeatSeconds } = scenario;
  let now = 0;
  const waitUntil = async (atSeconds: number): Promise<void> => {
    if (atSeconds > now) await wait(((atSeconds - now) * 1000) / speed, signal);
    now = Math.max(now, atSeconds);
  };
  for (let begun = 0; !signal.aborted; begun += repeatSeconds ?? 0) {
    for (const { atSeconds, words, change } of events) {
      await waitUntil(begun + atSeconds);
      if (signal.aborted) return;
      if (change !== null) {
        tell(now, words);
        control(change);
      } else {
        const faults = randomFaults(random);
        tell(now, `faults ${faultWords(faults)}`);
        control({ faults });
      }
    }
    if (repeatSeconds === null) return;
    await waitUntil(begun + repeatSeconds);
  }
}
