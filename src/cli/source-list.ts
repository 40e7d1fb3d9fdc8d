/** `dongbo source list`: which systems of the province are read, in which order, and how each fares. */
import { addressKey } from '../config/source-settings.ts';
import { shadowedCounts } from '../ledger/shadowed.ts';
import { dossierCounts } from '../ledger/source-figures.ts';
import { type AddVerb, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { sourceFares, sourceStateName } from './source-fares.ts';
import { table, vietnamTime } from './table.ts';

/** An address may hold a user and a password. */
function placeOf(address: string | null): string {
  if (address === null) return '';
  if (!URL.canParse(address)) return address;
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

const verb: Verb = async (context) => {
  const { house, print, say } = context;
  const sources = await house.sources();
  const ledger = await house.ledger();
  const [fares, shadowed, dossiers] = [
    await sourceFares(context),
    await shadowedCounts(ledger),
    await dossierCounts(ledger),
  ];
  const list = fares.map((fare) => {
    const source = sources.find(({ name }) => name === fare.name);
    const key = addressKey(fare.kind);
    const own = [...dossiers].filter(([name]) => source?.names.includes(name));
    return {
      ...fare,
      where: source && key !== null ? placeOf(source.settings[key]) : '',
      dossiers: own.reduce((sum, [, count]) => sum + count, 0),
      shadowed: shadowed.get(fare.name) ?? 0,
    };
  });
  print(list, () =>
    [
      table(
        [
          say('Nguồn', 'Source'),
          say('Loại', 'Kind'),
          say('Ở đâu', 'Where'),
          say('Tình trạng', 'State'),
          say('Lần cuối đọc hết', 'Last read'),
          say('Hồ sơ', 'Dossiers'),
          say('Của nguồn khác', "Another's"),
        ],
        list.map((one) => [
          one.name,
          one.kind,
          one.where || '–',
          sourceStateName(one.state, one.error, say),
          vietnamTime(one.lastRead),
          one.dossiers,
          one.shadowed,
        ]),
      ),
      ...(list.length > 1
        ? [
            say(
              'Một hồ sơ có ở nhiều nguồn thì thuộc nguồn đứng trước.',
              'A dossier that several sources give belongs to the one that stands first.',
            ),
          ]
        : []),
    ].join('\n'),
  );
  return 0;
};

/** Adds the verb. */
export const addSourceList: AddVerb = (source, done, say) => {
  const list = source
    .command('list')
    .description(
      say('các nguồn, thứ tự và tình trạng của chúng', 'the sources, their order, and how each fares'),
    )
    .option(...jsonOption(say))
    .action((_: unknown, command: { optsWithGlobals(): CommonOptions }) =>
      done(runVerb(command.optsWithGlobals(), verb)),
    );
  withExamples(list, say, [['source list', 'tất cả các nguồn', 'all sources']]);
  withExitCodes(list, say, [
    [0, 'xong', 'done'],
    [69, 'không đọc được sổ', 'the ledger cannot be read'],
    [78, 'thiết lập hoặc tệp nguồn có lỗi', 'settings or files of sources are at fault'],
  ]);
};
