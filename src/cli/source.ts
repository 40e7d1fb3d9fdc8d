/** `dongbo source …`: the verbs about the province's systems, one file each. */
import type { AddVerb } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { addSourceCheck } from './source-check.ts';
import { addSourceList } from './source-list.ts';
import { addSourceSql } from './source-sql.ts';

/** Adds the verbs. */
export const addSource: AddVerb = (program, done, say) => {
  const source = program
    .command('source')
    .description(say('các hệ thống của tỉnh mà Dongbo đọc', "the province's systems that Dongbo reads"));
  for (const add of [addSourceList, addSourceCheck, addSourceSql]) add(source, done, say);
  withExamples(source, say, [
    [
      'source check',
      'bảng, cột, quyền đọc và vài hồ sơ mẫu đã che',
      'tables, columns, rights and masked samples',
    ],
  ]);
};
