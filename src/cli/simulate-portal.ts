/** `dongbo simulate portal`: the portal's stand-in with faults at will, by probability or by timetable. */
import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { DongboError, reasonOf } from '../domain/errors.ts';
import { pause } from '../lifecycle.ts';
import { BUILT_IN_SCENARIOS } from '../simulator/portal/built-in-scenarios.ts';
import { parseFaults } from '../simulator/portal/parse-faults.ts';
import { POISON_ANSWERS, parsePoison } from '../simulator/portal/poison.ts';
import type { SimulatedPortalOptions } from '../simulator/portal/portal-options.ts';
import { runScenario } from '../simulator/portal/run-scenario.ts';
import { parseScenario, type Scenario } from '../simulator/portal/scenario.ts';
import { BATCH_MODES, type BatchMode } from '../simulator/portal/settle-batch.ts';
import { startSimulatedPortal } from '../simulator/portal/simulated-portal.ts';
import { seededRandom } from '../simulator/random.ts';
import { type CommonOptions, runVerb } from './command-context.ts';
import { numberOf } from './number-option.ts';

interface Options extends CommonOptions {
  readonly port: string;
  readonly mode: BatchMode;
  readonly faults: string;
  readonly poison: string;
  readonly poisonAnswer: string;
  readonly latency: string;
  readonly jitter: string;
  readonly seed: string;
  readonly sessionSeconds: string;
  readonly singleSession?: boolean;
  readonly retryAfter: string;
  readonly clockSkew: string;
  readonly trickle: string;
  readonly lookupSteps: boolean;
  readonly journal?: string;
  readonly scenario?: string;
  readonly speed: string;
}

const A_DAY = 86_400;

function portalOptions(options: Options): SimulatedPortalOptions {
  return {
    port: numberOf('--port', options.port, 0, 65_535),
    mode: options.mode,
    faults: parseFaults(options.faults),
    poison: parsePoison(options.poison, options.poisonAnswer),
    latencyMs: numberOf('--latency', options.latency, 0, 600_000),
    jitterMs: numberOf('--jitter', options.jitter, 0, 600_000),
    seed: numberOf('--seed', options.seed, 0, 2 ** 32 - 1),
    sessionSeconds: numberOf('--session-seconds', options.sessionSeconds, 1, 365 * A_DAY),
    singleSession: options.singleSession === true,
    retryAfterSeconds: numberOf('--retry-after', options.retryAfter, 0, A_DAY),
    clockSkewSeconds: numberOf('--clock-skew', options.clockSkew, -365 * A_DAY, 365 * A_DAY),
    trickleMs: 1000 * numberOf('--trickle', options.trickle, 0, A_DAY),
    lookupSteps: options.lookupSteps,
    ...(options.journal === undefined ? {} : { journal: options.journal }),
  };
}

/** A built-in one by its name, else a file. */
function scenarioOf(name: string): Scenario {
  if (Object.hasOwn(BUILT_IN_SCENARIOS, name)) return parseScenario(BUILT_IN_SCENARIOS[name] ?? '');
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch (error) {
    const expected = `${Object.keys(BUILT_IN_SCENARIOS).join(', ')}, or a file (${reasonOf(error)})`;
    throw new DongboError('DB-CFG-003', { option: '--scenario', value: name, expected });
  }
  return parseScenario(text);
}

function simulatePortal(options: Options): Promise<number> {
  return runVerb(options, async ({ print, note, say, signal }) => {
    const asked = portalOptions(options);
    const scenario = options.scenario === undefined ? null : scenarioOf(options.scenario);
    const speed = numberOf('--speed', options.speed, 0.001, 100_000);
    const portal = await startSimulatedPortal(asked);
    const { username, password, agencyCode } = portal.credentials;
    const settings = {
      PORTAL_BASE_URL: portal.url,
      PORTAL_USERNAME: username,
      PORTAL_PASSWORD: password,
      PORTAL_AGENCY_CODE: agencyCode,
    };
    print({ settings, mode: options.mode, faults: options.faults }, () =>
      Object.entries(settings)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    );
    if (options.journal !== undefined) {
      const { dossiers, steps } = portal.state();
      note(
        say(
          `Sổ tay ${options.journal}: đã có ${dossiers.size} hồ sơ, ${steps} bước tiến độ.`,
          `Journal ${options.journal}: ${dossiers.size} dossiers, ${steps} steps are there already.`,
        ),
      );
    }
    note(say('Cổng giả lập đang chạy; Ctrl-C để dừng.', 'The simulated portal is running; Ctrl-C ends it.'));
    if (scenario !== null) {
      await runScenario(scenario, {
        control: (change) => portal.control(change),
        tell: (atSeconds, words) => note(`[+${Math.round(atSeconds)}s] ${words}`),
        wait: pause,
        random: seededRandom(Number(options.seed) + 4),
        speed,
        signal,
      });
    }
    while (!signal.aborted) await pause(60_000, signal);
    await portal.close();
    return 0;
  });
}

/** Adds the verb under `simulate`. */
export function addSimulatePortal(simulate: Command, done: (code: Promise<number>) => Promise<void>): void {
  simulate
    .command('portal')
    .description('Cổng giả lập với lỗi theo ý muốn · the portal with faults at will')
    .option('--port <port>', '0 = a free one', '8099')
    .addOption(
      new Option('--mode <mode>', 'how a bad record fails its batch')
        .choices([...BATCH_MODES])
        .default('rows'),
    )
    .option(
      '--faults <list>',
      'name=probability, comma separated, e.g. lost=0.1,http503@steps=0.05 (dongbo simulate faults)',
      '',
    )
    .option('--scenario <name>', `${Object.keys(BUILT_IN_SCENARIOS).join(', ')}, or a file`)
    .option('--speed <factor>', '60 = a minute of the scenario is a second', '1')
    .option('--journal <file>', 'keeps what is stored, so that it may be killed and started again')
    .option(
      '--poison <list>',
      'dossier codes, comma separated, or a share 0..1, whose calls are turned away',
      '',
    )
    .addOption(
      new Option('--poison-answer <answer>', 'how they are turned away')
        .choices([...POISON_ANSWERS])
        .default('html200'),
    )
    .option('--latency <ms>', 'milliseconds before each answer', '0')
    .option('--jitter <ms>', 'up to so many more', '0')
    .option('--seed <number>', 'same seed, same faults', '1')
    .option('--session-seconds <seconds>', 'how long a session lives', '1800')
    .option('--single-session', "each login ends the account's earlier sessions")
    .option('--retry-after <seconds>', 'what HTTP 429 asks to wait', '1')
    .option('--clock-skew <seconds>', 'how far its clock is ahead (the Date header)', '0')
    .option('--trickle <seconds>', 'between two bytes of a trickling answer', '10')
    .option('--no-lookup-steps', 'TraCuuHoSo does not show progress steps')
    .option('--json', 'one JSON document on standard output')
    .action((options: Options) => done(simulatePortal(options)));
}
