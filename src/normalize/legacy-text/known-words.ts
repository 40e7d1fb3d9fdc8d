/**
 * Words that the grammar of syllables judges wrongly: the exceptions, as data, lower case, NFC.
 * Must not: grow into a dictionary. A word belongs here only if real text has it and the grammar errs.
 */

/** Place names, peoples and loan words in Vietnamese spelling that are no regular syllable. */
export const IRREGULAR: ReadonlySet<string> = new Set(
  (
    'đắk đăk đak lắk lăk kạn krông kông prông păk pắk păh pưh búk rlấp đrăng đlây klông mđrắk niê mlô kpă ' +
    'moóc soóc boòng xtơ'
  ).split(' '),
);

/**
 * Foreign names and signs with accents that read as a syllable in TCVN3 or VNI by accident: `Loïc`
 * would be "Lọc", `µm` "àm". They prove nothing, whatever stands around them decides.
 */
export const FOREIGN: ReadonlySet<string> = new Set(
  'loïc naïm caïn raïs lü nü où bø på µm n·m m×n'.split(' '),
);

/** Words of names that stand as Unicode, where names have them in the old encodings alone: VNI "Thị", TCVN3 "Vũ". */
export const NAME_TRAPS: ReadonlySet<string> = new Set(['Thò', 'THÒ', 'Vò', 'VÒ']);
