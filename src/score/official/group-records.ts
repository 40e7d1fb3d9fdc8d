/**
 * Groups of indicators that the portal publishes as plain counts, without a code: progress, payment, online services.
 * Guarantees: only counts whose meaning the formulas share; the group's own score stays with the one indicator that it is of.
 * Fields as public descriptions of the portal's answers of 2026 have them; nobody of us has seen one.
 * Must not: take over the `ratio` of such a record: it does not say of which two counts it is.
 */
import type { AmountName } from './found-figure.ts';

/** An indicator in a record without codes: folded names of its fields, of several the first that is there. */
interface PlainIndicator {
  readonly code: string;
  readonly fields: Readonly<Partial<Record<AmountName, readonly string[]>>>;
}

interface PlainGroup {
  /** Fields by which the group is known: all of them are there. */
  readonly knownBy: readonly string[];
  readonly indicators: readonly PlainIndicator[];
}

const SCORE = { score: ['totalscore', 'score'], maxScore: ['totalmaxscore', 'maxscore'] } as const;

const GROUPS: readonly PlainGroup[] = [
  {
    knownBy: ['totalontime', 'totalreceived'],
    indicators: [
      {
        code: 'PROGRESS_ON_TIME',
        fields: { numerator: ['totalontime'], denominator: ['totalreceived'], ...SCORE },
      },
    ],
  },
  {
    knownBy: ['totaldossieronlinepaymentsuccess', 'totaldossierfinancialobligation'],
    indicators: [
      {
        code: 'PAYMENT_DOSSIERS',
        fields: {
          numerator: ['totaldossieronlinepaymentsuccess'],
          denominator: ['totaldossierfinancialobligation'],
        },
      },
      {
        code: 'PAYMENT_PROCEDURES',
        fields: {
          numerator: ['totaldossieronlineformalitypaymentsuccess'],
          denominator: ['totalfeeformality'],
        },
      },
      {
        code: 'PAYMENT_FEE_PROCEDURES',
        fields: { numerator: ['totalfeedossierformality'], denominator: ['totalfeeformality'] },
      },
      { code: 'PAYMENT', fields: SCORE },
    ],
  },
  {
    knownBy: ['channelonlinesum', 'channeltotalsum'],
    indicators: [
      {
        code: 'ONLINE_DOSSIERS',
        fields: { numerator: ['channelonlinesum'], denominator: ['channeltotalsum'], ...SCORE },
      },
    ],
  },
];

/** An indicator of such a record: for each amount the folded name of its field, where there is one. */
export interface FoundInGroup {
  readonly code: string;
  readonly fieldOf: Readonly<Partial<Record<AmountName, string>>>;
}

/** The indicators that a record of plain counts tells; none where it is no such record. */
export function plainIndicators(fields: ReadonlyMap<string, unknown>): readonly FoundInGroup[] {
  const groups = GROUPS.filter(({ knownBy }) => knownBy.every((name) => fields.has(name)));
  return groups.flatMap(({ indicators }) =>
    indicators.flatMap(({ code, fields: named }) => {
      const fieldOf = Object.fromEntries(
        Object.entries(named).flatMap(([amount, names]) => {
          const name = names.find((one) => fields.has(one));
          return name === undefined ? [] : [[amount, name]];
        }),
      );
      return Object.keys(fieldOf).length === 0 ? [] : [{ code, fieldOf }];
    }),
  );
}
