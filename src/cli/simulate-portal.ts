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
import { type AddVerb, type CommonOptions, runVerb, type Say } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
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

const word = (texts: readonly string[]): string => texts.join(', ');

/** How it fails. */
function withFaultOptions(verb: Command, say: Say): Command {
  return verb
    .addOption(
      new Option(
        '--mode <mode>',
        say('một hồ sơ lỗi làm hỏng lô của nó thế nào', 'how a bad record fails its batch'),
      )
        .choices([...BATCH_MODES])
        .default('rows'),
    )
    .option(
      '--faults <list>',
      say(
        'tên=xác suất, cách nhau bằng dấu phẩy, ví dụ lost=0.1,http503@steps=0.05 (dongbo simulate faults)',
        'name=probability, comma separated, e.g. lost=0.1,http503@steps=0.05 (dongbo simulate faults)',
      ),
      '',
    )
    .option(
      '--scenario <name>',
      say(
        `${word(Object.keys(BUILT_IN_SCENARIOS))}, hoặc một tệp`,
        `${word(Object.keys(BUILT_IN_SCENARIOS))}, or a file`,
      ),
    )
    .option(
      '--speed <factor>',
      say('60 = mỗi phút của kịch bản qua trong một giây', '60 = a minute of the scenario is a second'),
      '1',
    )
    .option(
      '--poison <list>',
      say(
        'mã hồ sơ cách nhau bằng dấu phẩy, hoặc tỷ lệ 0..1: lượt gọi có chúng bị từ chối',
        'dossier codes, comma separated, or a share 0..1, whose calls are turned away',
      ),
      '',
    )
    .addOption(
      new Option('--poison-answer <answer>', say('từ chối bằng cách nào', 'how they are turned away'))
        .choices([...POISON_ANSWERS])
        .default('html200'),
    );
}

/** How it answers. */
function withAnswerOptions(verb: Command, say: Say): Command {
  return verb
    .option(
      '--latency <ms>',
      say('số mili giây trước mỗi câu trả lời', 'milliseconds before each answer'),
      '0',
    )
    .option('--jitter <ms>', say('chậm thêm ngẫu nhiên đến ngần này', 'up to so many more'), '0')
    .option('--seed <number>', say('cùng số thì cùng lỗi', 'same seed, same faults'), '1')
    .option('--session-seconds <seconds>', say('phiên sống bao lâu', 'how long a session lives'), '1800')
    .option(
      '--single-session',
      say('đăng nhập mới làm hết các phiên cũ', "each login ends the account's earlier sessions"),
    )
    .option('--retry-after <seconds>', say('HTTP 429 bảo chờ bao lâu', 'what HTTP 429 asks to wait'), '1')
    .option(
      '--clock-skew <seconds>',
      say('đồng hồ của nó nhanh bao nhiêu (tiêu đề Date)', 'how far its clock is ahead (the Date header)'),
      '0',
    )
    .option(
      '--trickle <seconds>',
      say('giữa hai byte của câu trả lời nhỏ giọt', 'between two bytes of a trickling answer'),
      '10',
    )
    .option(
      '--no-lookup-steps',
      say('TraCuuHoSo không cho xem bước tiến độ', 'TraCuuHoSo does not show progress steps'),
    );
}

/** Adds the verb under `simulate`. */
export const addSimulatePortal: AddVerb = (simulate, done, say) => {
  const verb = simulate
    .command('portal')
    .description(say('Cổng giả lập, gây lỗi theo ý muốn', "the portal's stand-in, with faults at will"))
    .option('--port <port>', say('cổng mạng; 0 = một cổng đang trống', '0 = a free one'), '8099')
    .option(
      '--journal <file>',
      say(
        'ghi lại những gì đã lưu, để tắt rồi chạy tiếp được',
        'keeps what is stored, so that it may be killed and started again',
      ),
    );
  withAnswerOptions(withFaultOptions(verb, say), say)
    .option(...jsonOption(say))
    .action((options: Options) => done(simulatePortal(options)));
  withExamples(verb, say, [
    ['simulate portal', 'không lỗi gì, ở cổng 8099', 'without faults, on port 8099'],
    [
      'simulate portal --faults lost=0.1,http503@steps=0.05',
      'mất 10% câu trả lời, 5% lượt gửi bước bị 503',
      'loses a tenth of its answers, 503 to 5% of the calls with steps',
    ],
    [
      'simulate portal --scenario bad-day --speed 60',
      'một ngày xấu, nhanh gấp 60 lần',
      'a bad day, 60 times as fast',
    ],
  ]);
};
