/** `dongbo simulate control`: changes a simulated portal that is running, or only asks how it is. */
import { Option } from 'commander';
import { DongboError } from '../domain/errors.ts';
import { parseEdit } from '../simulator/portal/parse-edit.ts';
import { parseFaults } from '../simulator/portal/parse-faults.ts';
import { POISON_ANSWERS, parsePoison } from '../simulator/portal/poison.ts';
import type { PortalControl } from '../simulator/portal/portal-control.ts';
import { forgetOf } from '../simulator/portal/scenario.ts';
import { BATCH_MODES, type BatchMode } from '../simulator/portal/settle-batch.ts';
import { stateOfPortal, steerPortal, unknownTo } from '../simulator/portal/steer-portal.ts';
import { type AddVerb, type CommonOptions, runVerb, type Say } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { numberOf, wholeNumberOf } from './number-option.ts';

interface Options extends CommonOptions {
  readonly url: string;
  readonly faults?: string;
  readonly poison?: string;
  readonly poisonAnswer: string;
  readonly latency?: string;
  readonly jitter?: string;
  readonly mode?: BatchMode;
  readonly down?: boolean;
  readonly up?: boolean;
  readonly expireSessions?: boolean;
  readonly forget?: string;
  readonly edit?: readonly string[];
  readonly loseStep?: string;
  readonly doubleStep?: string;
  readonly newestSteps?: string;
}

const codesOf = (text: string): string[] =>
  text.split(',').flatMap((code) => (code.trim() === '' ? [] : [code.trim()]));

const none = (text: string): string => (text === 'none' ? '' : text);

function changeOf(options: Options, say: Say): PortalControl {
  const { faults, poison, latency, jitter, mode, down, up, forget, edit } = options;
  const { loseStep, doubleStep, newestSteps } = options;
  if (down === true && up === true) {
    const expected = say('--down hoặc --up, không cùng lúc', '--down or --up, not both');
    throw new DongboError('DB-CFG-003', { option: '--down', value: '--down --up', expected });
  }
  return {
    ...(faults === undefined ? {} : { faults: parseFaults(none(faults)) }),
    ...(poison === undefined ? {} : { poison: parsePoison(none(poison), options.poisonAnswer) }),
    ...(latency === undefined ? {} : { latencyMs: numberOf('--latency', latency, 0, 600_000) }),
    ...(jitter === undefined ? {} : { jitterMs: numberOf('--jitter', jitter, 0, 600_000) }),
    ...(mode === undefined ? {} : { mode }),
    ...(down === true || up === true ? { down: down === true } : {}),
    ...(options.expireSessions === true ? { expireSessions: true } : {}),
    ...(forget === undefined ? {} : { forget: forgetOf(forget) }),
    ...(edit === undefined ? {} : { edit: parseEdit(edit) }),
    ...(loseStep === undefined ? {} : { loseStep: codesOf(loseStep) }),
    ...(doubleStep === undefined ? {} : { doubleStep: codesOf(doubleStep) }),
    ...(newestSteps === undefined
      ? {}
      : { lookupStepsMost: wholeNumberOf('--newest-steps', newestSteps, 0, 1_000) }),
  };
}

function baseOf(url: string): string {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new DongboError('DB-CFG-003', { option: '--url', value: url, expected: 'http://127.0.0.1:8099' });
}

/** A rehearsal that changes less than it was told would prove less than it seems to. */
async function refuseMoreThanThereIs(url: string, change: PortalControl): Promise<void> {
  const { forget, edit = {}, loseStep = [], doubleStep = [] } = change;
  if (typeof forget === 'number') {
    const { dossiers } = await stateOfPortal(url);
    if (typeof dossiers === 'number' && forget > dossiers)
      refuse('--forget', String(forget), `0–${dossiers}`);
  }
  const named = {
    '--forget': typeof forget === 'number' ? [] : (forget ?? []),
    '--edit': Object.keys(edit),
    '--lose-step': loseStep,
    '--double-step': doubleStep,
  };
  for (const [option, codes] of Object.entries(named)) {
    const [missing] = await unknownTo(url, codes);
    if (missing !== undefined) refuse(option, missing, 'MaHoSo (__state?dossiers)');
  }
}

function refuse(option: string, value: string, expected: string): never {
  throw new DongboError('DB-CFG-003', { option, value, expected });
}

function control(options: Options): Promise<number> {
  return runVerb(options, async ({ print, say }) => {
    const url = baseOf(options.url);
    const change = changeOf(options, say);
    await refuseMoreThanThereIs(url, change);
    if (Object.keys(change).length > 0) await steerPortal(url, change);
    const state = await stateOfPortal(url);
    print({ applied: change, state }, () => {
      const { dossiers, steps, doubledSteps, forgotten, down, faults } = state;
      return [
        down === true
          ? say('Cổng giả lập: không liên lạc được (down)', 'Simulated portal: away (down)')
          : say('Cổng giả lập: đang phục vụ', 'Simulated portal: there'),
        say(
          `Đang giữ ${dossiers} hồ sơ, ${steps} bước tiến độ; bước bị gửi trùng: ${doubledSteps}; hồ sơ đã làm mất: ${forgotten}.`,
          `It has ${dossiers} dossiers, ${steps} steps; steps that came twice: ${doubledSteps}; dossiers it lost: ${forgotten}.`,
        ),
        say(`Lỗi đã gây ra: ${JSON.stringify(faults)}`, `Faults so far: ${JSON.stringify(faults)}`),
      ].join('\n');
    });
    return 0;
  });
}

/** Adds the verb under `simulate`. */
export const addSimulateControl: AddVerb = (simulate, done, say) => {
  const verb = simulate
    .command('control')
    .description(
      say(
        'đổi Cổng giả lập đang chạy, hoặc hỏi tình hình của nó',
        'changes a running stand-in, or asks how it is',
      ),
    )
    .option('--url <address>', say('nó chạy ở đâu', 'where it runs'), 'http://127.0.0.1:8099')
    .option(
      '--faults <list>',
      say(
        'tên=xác suất, cách nhau bằng dấu phẩy; none = hết lỗi',
        'name=probability, comma separated; none ends all faults',
      ),
    )
    .option(
      '--poison <list>',
      say('mã hồ sơ, hoặc tỷ lệ 0..1; none = thôi', 'dossier codes or a share 0..1; none ends it'),
    )
    .addOption(
      new Option(
        '--poison-answer <answer>',
        say('từ chối chúng bằng cách nào', 'how their calls are turned away'),
      )
        .choices([...POISON_ANSWERS])
        .default('html200'),
    )
    .option('--latency <ms>', say('số mili giây trước mỗi câu trả lời', 'milliseconds before each answer'))
    .option('--jitter <ms>', say('chậm thêm ngẫu nhiên đến ngần này', 'up to so many more'))
    .addOption(
      new Option(
        '--mode <mode>',
        say('một hồ sơ lỗi làm hỏng lô của nó thế nào', 'how a bad record fails its batch'),
      ).choices([...BATCH_MODES]),
    )
    .option('--down', say('biến mất: mọi kết nối bị cắt', 'it goes away: every connection is destroyed'))
    .option('--up', say('trở lại', 'it comes back'))
    .option('--expire-sessions', say('mọi phiên hết hạn ngay', 'every session ends now'))
    .option(
      '--forget <codes>',
      say(
        'làm mất hồ sơ cùng các bước: các mã cách nhau bằng dấu phẩy, hoặc số lượng',
        'dossiers that vanish with their steps: codes, comma separated, or how many',
      ),
    )
    .option(
      '--edit <change...>',
      say(
        'có người sửa hồ sơ trên Cổng: <mã>:<trường>=<giá trị>, tên trường như reconcile in ra',
        'somebody edits a dossier there: <code>:<field>=<value>, fields named as reconcile names them',
      ),
    )
    .option(
      '--lose-step <codes>',
      say('làm mất bước cuối của các hồ sơ này', 'the last step of these dossiers vanishes'),
    )
    .option(
      '--double-step <codes>',
      say('bước cuối của các hồ sơ này bị lặp', 'the last step of these dossiers is there once more'),
    )
    .option(
      '--newest-steps <count>',
      say(
        'tra cứu chỉ hiện ngần này bước mới nhất; 0 = tất cả',
        'look-ups show only so many steps, the newest; 0 = all',
      ),
    )
    .option(...jsonOption(say))
    .action((options: Options) => done(control(options)));
  withExamples(verb, say, [
    ['simulate control', 'nó đang giữ gì', 'what it has'],
    ['simulate control --down', 'mất liên lạc với Cổng', 'the portal is away'],
    [
      'simulate control --edit H99.01-261001-0001:status=7',
      'có người sửa trạng thái trên Cổng; dongbo reconcile tìm ra',
      'somebody changes the status there; dongbo reconcile finds it',
    ],
    ['simulate control --up --faults none', 'Cổng trở lại, hết lỗi', 'it is back, without faults'],
  ]);
};
