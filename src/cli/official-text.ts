/**
 * Published figures beside ours, for people: the province indicator by indicator, then the agencies that are apart.
 * Guarantees: what was published as nothing is a dash; every difference has its causes below it, with numbers.
 */
import { WHOLE_PROVINCE } from '../domain/score/official-score.ts';
import { nameCause, tellCause } from '../score/official/cause-words.ts';
import type {
  Amounts,
  ComparedFigures,
  ComparedIndicator,
  DifferenceCause,
  OfficialComparison,
} from '../score/official/comparison.ts';
import { noFigureWords } from '../score/words/no-figure-words.ts';
import { countText, gainText, localText, pointsText, shareText } from './score-numbers.ts';
import type { ScoreTelling } from './score-text.ts';
import { table } from './table.ts';

/** Rows of agencies that are told; the document has all. */
const MOST_ROWS = 20;
const WIDTHS = [36, 22, 22, 18, 50];

function figures(
  side: (ComparedFigures & { readonly max: number | null }) | null,
  { language }: ScoreTelling,
): string {
  if (side === null) return '–';
  const { numerator, denominator, ratio, score, max } = side;
  const counts =
    numerator === null && denominator === null
      ? ''
      : `${countText(numerator, language)} / ${countText(denominator, language)}`;
  const share = ratio === null ? '' : shareText(ratio, language);
  const points = score === null ? '' : `${pointsText(score, language)} / ${pointsText(max, language)}`;
  const lines = [[counts, share].filter(Boolean).join(' = '), points].filter(Boolean);
  return lines.length === 0 ? '–' : lines.join('\n');
}

/** `-2 / -3, -0,14 điểm`. */
function amounts({ numerator, denominator, score }: Amounts, { say, language }: ScoreTelling): string {
  const gain = (amount: number | null): string => (amount === null ? '–' : gainText(amount, language));
  const counts =
    numerator === null && denominator === null ? [] : [`${gain(numerator)} / ${gain(denominator)}`];
  const points = score === null ? [] : [say(`${gain(score)} điểm`, `${gain(score)} points`)];
  return [...counts, ...points].join(', ');
}

/** Amounts that round to nothing are not told. */
const isTold = ({ kind, effect, score }: DifferenceCause): boolean =>
  effect === 'difference' && (kind !== 'rounding' || Math.abs(score ?? 0) >= 0.005);

function why({ agrees, ours, group, causes, official }: ComparedIndicator, telling: ScoreTelling): string {
  const { say, language } = telling;
  const flags = official.flags.map((flag) => say(`Cổng ghi: ${flag}`, `The portal notes: ${flag}`));
  if (group === null) return [say('mã lạ', 'unknown code'), ...flags].join('\n');
  if (ours === null)
    return [
      say('sổ không có hồ sơ nào của đơn vị này', 'no dossiers of this agency in the ledger'),
      ...flags,
    ].join('\n');
  if (agrees === null)
    return [ours.reason === null ? '' : noFigureWords[ours.reason][language], ...flags]
      .filter(Boolean)
      .join('\n');
  const lines = agrees
    ? []
    : causes.filter(isTold).map((cause) => `${amounts(cause, telling)}: ${nameCause(cause, language)}`);
  return [...lines, ...flags].join('\n');
}

function row(indicator: ComparedIndicator, telling: ScoreTelling, first: string): string[] {
  const { say } = telling;
  const { agrees, difference, official, ours } = indicator;
  const apart =
    agrees === null
      ? '–'
      : agrees
        ? say('khớp', 'agrees')
        : amounts(difference, telling) || say('tỷ lệ', 'the ratio');
  return [first, figures(official, telling), figures(ours, telling), apart, why(indicator, telling)];
}

function grid(first: string, rows: readonly string[][], { say }: ScoreTelling): string {
  const head = [
    first,
    say('Cổng công bố', 'Published'),
    'Dongbo',
    say('Chênh lệch', 'Difference'),
    say('Vì sao', 'Why'),
  ];
  return table(head, rows, WIDTHS);
}

function head(
  { period, asOf, publishedAt, formulaVersion }: OfficialComparison,
  { say }: ScoreTelling,
): string {
  const times = publishedAt.map(localText).join('; ');
  const at = times === '' ? say('không rõ (nêu bằng --published)', 'not known (say it: --published)') : times;
  return say(
    `Kỳ ${period}: số Cổng công bố, chốt lúc ${at}, bên số của Dongbo tính đến ${localText(asOf)} theo ${formulaVersion}. Chênh lệch = Cổng − Dongbo.`,
    `Period ${period}: what the portal published, counted up to ${at}, beside Dongbo's up to ${localText(asOf)} by ${formulaVersion}. Difference = portal − Dongbo.`,
  );
}

function formulaLines({ formulas }: OfficialComparison, { say }: ScoreTelling): string[] {
  return formulas
    .filter(({ of }) => of > 0)
    .map(({ formula, reproduced, of }) =>
      say(
        `Bộ công thức ${formula} tính ra đúng điểm công bố ở ${reproduced}/${of} chỉ số.`,
        `The formulas ${formula} give the published points of ${reproduced} of ${of} indicators.`,
      ),
    );
}

/** Each cause once, with some of its dossiers: first those of differences, then what may be, then what lowers both. */
function causeLines({ evidence, indicators }: OfficialComparison, { say, language }: ScoreTelling): string[] {
  const told = new Set<string>();
  for (const one of evidence.filter(({ agency }) => agency === WHOLE_PROVINCE)) {
    const { examples, count } = one.dossiers;
    const more = count > examples.length ? ', …' : '';
    const named = examples.length === 0 ? '' : ` ${examples.join(', ')}${more}`;
    told.add(`  • ${tellCause({ ...one, formula: null }, language)}${named}`);
  }
  const kinds = new Set(indicators.flatMap(({ causes }) => causes.map(({ kind }) => kind)));
  for (const kind of WITHOUT_DOSSIERS) {
    if (kinds.has(kind)) told.add(`  • ${tellCause({ kind, dossiers: null, formula: null }, language)}`);
  }
  return told.size === 0 ? [] : [say('Sổ cho biết:', 'What the ledger tells:'), ...told];
}

const WITHOUT_DOSSIERS = ['period-went-on', 'national-report', 'unexplained'] as const;

const hasFigures = ({ official: { numerator, denominator, ratio, score } }: ComparedIndicator): boolean =>
  [numerator, denominator, ratio, score].some((amount) => amount !== null);

/** See the file's head. */
export function officialText(comparison: OfficialComparison, telling: ScoreTelling): string {
  const { say, language, names } = telling;
  const name = (code: string): string => names.get(code)?.[language] ?? code;
  const whole = comparison.indicators.filter(({ agency }) => agency === WHOLE_PROVINCE);
  const ofProvince = whole.filter(hasFigures);
  const empty = whole.filter((one) => !hasFigures(one)).map(({ code }) => name(code));
  const ofAgencies = comparison.indicators.filter(({ agency }) => agency !== WHOLE_PROVINCE);
  const apart = ofAgencies.filter(({ agrees }) => agrees === false);
  const same = ofAgencies.filter(({ agrees }) => agrees === true).length;
  const lines = [head(comparison, telling)];
  if (ofProvince.length > 0) {
    lines.push(
      grid(
        say('Chỉ số', 'Indicator'),
        ofProvince.map((one) => row(one, telling, name(one.code))),
        telling,
      ),
    );
  }
  if (ofAgencies.length > 0) {
    lines.push(
      say(
        `Theo cơ quan: ${same} số khớp, ${apart.length} số lệch.`,
        `Figures of agencies: agreeing ${same}, apart ${apart.length}.`,
      ),
    );
  }
  if (apart.length > 0) {
    const rows = largestFirst(apart).slice(0, MOST_ROWS);
    const first = say('Cơ quan, chỉ số', 'Agency, indicator');
    lines.push(
      grid(
        first,
        rows.map((one) => row(one, telling, `${one.agencyName}\n${name(one.code)}`)),
        telling,
      ),
    );
    if (apart.length > rows.length) {
      const left = apart.length - rows.length;
      lines.push(
        say(
          `Còn ${left} số lệch nữa: xem bằng --json.`,
          `Further ones that are apart: ${left} (--json has them).`,
        ),
      );
    }
  }
  lines.push(...causeLines(comparison, telling), ...formulaLines(comparison, telling));
  if (empty.length > 0) {
    const some = empty.join('; ');
    lines.push(say(`Có trong tệp mà không có số: ${some}.`, `In the file without figures: ${some}.`));
  }
  if (comparison.notPublished.length > 0) {
    const codes = comparison.notPublished.join(', ');
    lines.push(
      say(`Chưa có số công bố của tỉnh: ${codes}.`, `Nothing was published of the province for: ${codes}.`),
    );
  }
  return lines.join('\n');
}

function largestFirst(indicators: readonly ComparedIndicator[]): ComparedIndicator[] {
  const size = ({ difference: { score, numerator, denominator } }: ComparedIndicator): number =>
    Math.abs(score ?? 0) * 1e6 + Math.abs(numerator ?? 0) + Math.abs(denominator ?? 0);
  return indicators.toSorted((a, b) => size(b) - size(a));
}
