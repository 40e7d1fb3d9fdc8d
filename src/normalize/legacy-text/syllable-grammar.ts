/**
 * What a written Vietnamese syllable is made of, as data: onsets, rhymes, tones.
 * Guarantees: rhymes stand here without tone, each as it is spelled after its onset (`qu` and `gi` keep
 * their `u` and `i`). Covers the standard spelling and both ways of `i`/`y` (`lí`, `lý`). Loan rhymes stay
 * out (known-words.ts): with `oong`, VNI "Coâng" would be a word in TCVN3 too.
 * Must not: list words. The few names and loan words that fit no rhyme are in known-words.ts.
 */

/** Onsets before any vowel. The empty one is in {@link rhymeFits}. */
export const FREE_ONSETS = 'b ch d đ h kh l m n nh p ph r s t th tr v x'.split(' ');
/** Spelled so before `e ê i y` only. */
export const FRONT_ONSETS = 'k gh ngh'.split(' ');
/** Spelled so before the other vowels only; `g` also in `gì`, `gìn`, `giếng`. */
export const BACK_ONSETS = 'c g ng'.split(' ');

/** Rhymes that open with a front vowel. */
export const FRONT_RHYMES =
  'e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y'.split(
    ' ',
  );
/** The other rhymes. */
export const BACK_RHYMES = [
  'a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây',
  'o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot',
  'ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt',
  'u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut',
  'uy uya uych uyên uyêt uyn uynh uyp uyt uyu',
  'ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu',
]
  .join(' ')
  .split(' ');
/** Without onset: `ý`, `yêu`. The first also after `y` onsets and `qu`, the others nowhere else. */
export const Y_RHYMES = 'yêm yên yêng yêt yêu'.split(' ');
/** Onsets before a lone `y`: `kỳ`, `mỹ`, `thy`. */
export const Y_ONSETS: ReadonlySet<string> = new Set('b d h k l m n s t th v'.split(' '));
/** After `g`, where its `i` is the vowel. */
export const G_I_RHYMES: ReadonlySet<string> = new Set('i im in iêc iêm iên iêng iêp iêt iêu'.split(' '));
/** After `qu`: every rhyme of `a ă â e ê`, and these. */
export const QU_RHYMES: ReadonlySet<string> = new Set(
  'i it ơ ơi ôc y ych ynh yên yêt yt ynh yêu yp'.split(' '),
);
/** After `gi`: every rhyme that does not open with `i` or `y`, and `êng` (`giếng`). */
export const GI_CLOSED = /^[iy]/;
/** A rhyme with one of these codas has no other tones than sắc and nặng. */
export const STOP_CODA = /(?:ch|c|p|t|k)$/;

/** Each vowel with its tones: level, huyền, hỏi, ngã, sắc, nặng. */
export const TONED_VOWELS = [
  'aàảãáạ',
  'ăằẳẵắặ',
  'âầẩẫấậ',
  'eèẻẽéẹ',
  'êềểễếệ',
  'iìỉĩíị',
  'oòỏõóọ',
  'ôồổỗốộ',
  'ơờởỡớợ',
  'uùủũúụ',
  'ưừửữứự',
  'yỳỷỹýỵ',
] as const;
/** Places of sắc and nặng in {@link TONED_VOWELS}. */
export const STOP_TONES: readonly number[] = [4, 5];
