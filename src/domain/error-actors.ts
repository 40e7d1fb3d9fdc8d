/**
 * Who must act on an error, in the words of the error catalogue.
 * Guarantees: both languages for each; lists, pages and reports call them the same.
 */
import type { Actor, Language } from './errors/entry.ts';

/** A name and who that is. */
export interface ActorWords {
  readonly name: string;
  readonly meaning: string;
}

/** Who must act. */
export const ACTORS: Readonly<Record<Actor, Readonly<Record<Language, ActorWords>>>> = {
  operator: {
    vi: { name: 'đơn vị vận hành', meaning: 'kỹ sư trung tâm dữ liệu, người giữ bảng mã và cấu hình' },
    en: { name: 'operator', meaning: 'engineer of the data centre, who keeps tables and settings' },
  },
  clerk: {
    vi: { name: 'cán bộ một cửa', meaning: 'người nhập và sửa hồ sơ ở bộ phận một cửa' },
    en: { name: 'clerk', meaning: 'who records and corrects the dossier at the one-stop counter' },
  },
  ministry: {
    vi: { name: 'cơ quan công bố thủ tục', meaning: 'bộ, ngành, địa phương giữ danh mục quốc gia' },
    en: { name: 'ministry', meaning: 'the authority that publishes the procedure in the national catalogue' },
  },
  portal: {
    vi: { name: 'đơn vị quản lý Cổng', meaning: 'bên vận hành Cổng DVC quốc gia' },
    en: { name: 'portal', meaning: 'those who run the National Public Service Portal' },
  },
};
