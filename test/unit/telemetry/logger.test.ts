/** What the log writes down of what it is given. */
import { expect, it } from 'vitest';
import { createLogger, type LogFields } from '../../../src/telemetry/logger.ts';

function lineOf(fields: object): Record<string, unknown> {
  const lines: string[] = [];
  const log = createLogger('trace', { write: (line: string) => void lines.push(line) });
  log.info('something', fields as LogFields);
  const { level, time, pid, msg, ...rest } = JSON.parse(lines.join('')) as Record<string, unknown>;
  expect(msg).toBe('something');
  return rest;
}

it('carries the fields that are listed', () => {
  const fields: LogFields = { batch: '0a1b2c3d', dossiers: 3, httpStatus: null, since: new Date(0) };
  expect(lineOf(fields)).toEqual({ ...fields, since: '1970-01-01T00:00:00.000Z' });
});

it('drops what is not listed, or not of its form, whatever the types were told', () => {
  const sneaked = {
    lane: 'live',
    owner: 'Nguyễn Văn A',
    payload: { name: 'Nguyễn Văn A' },
    reason: { name: 'Nguyễn Văn A' },
    dossiers: 'Nguyễn Văn A',
    constructor: 'Nguyễn Văn A',
  };
  expect(lineOf(sneaked)).toEqual({ lane: 'live' });
});

it('names the run on each line written for it, and on none after its end', async () => {
  const lines: string[] = [];
  const log = createLogger('trace', { write: (line: string) => void lines.push(line) });
  const signals = new EventTarget();
  const told = (): Promise<void> =>
    new Promise((resolve) => {
      signals.addEventListener('go', () => resolve(), { once: true });
    });
  const work = async (name: string): Promise<string> => {
    log.info('begins', { job: name });
    // What the run opens lives on: a timer of its own.
    setImmediate(() => void told().then(() => log.info('later', { job: name })));
    await new Promise((resolve) => setImmediate(resolve));
    log.info('ends', { job: name });
    return name;
  };
  const runs = [log.inRun('aaaaaaaa', () => work('one')), log.inRun('bbbbbbbb', () => work('two'))];
  log.info('beside');
  expect(await Promise.all(runs)).toEqual(['one', 'two']);
  await expect(
    log.inRun('cccccccc', async () => {
      log.error('fails');
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  signals.dispatchEvent(new Event('go'));
  await new Promise((resolve) => setImmediate(resolve));
  const seen = lines.map((line) => {
    const { msg, job = '', run = '' } = JSON.parse(line) as Record<string, string>;
    return `${msg} ${job} ${run}`.trim();
  });
  expect(seen.sort()).toEqual([
    'begins one aaaaaaaa',
    'begins two bbbbbbbb',
    'beside',
    'ends one aaaaaaaa',
    'ends two bbbbbbbb',
    'fails  cccccccc',
    'later one',
    'later two',
  ]);
});
