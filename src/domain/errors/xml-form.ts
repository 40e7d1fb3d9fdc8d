/** What can be wrong with a document itself (DB-XML-010 and on): bytes, form, size, and what the XSD asks for. */
import type { ErrorEntry } from './entry.ts';

/** Whoever writes the document mends it: all of these wait for a person. */
function form(vi: ErrorEntry['vi'], en: ErrorEntry['en']): ErrorEntry & { readonly class: 'hold' } {
  return { class: 'hold', actor: 'operator', vi, en };
}

export const xmlFormErrors = {
  'DB-XML-010': form(
    {
      cause: 'Tệp không có nội dung',
      remedy: 'Ghi tệp dưới tên `….part` cho đến khi xong rồi mới đổi tên; sau đó gửi lại tệp.',
    },
    {
      cause: 'The file is empty',
      remedy: 'Write it under a name `….part` until it is whole, then rename it; send it again.',
    },
  ),
  'DB-XML-011': form(
    {
      cause: 'Tệp không phải XML ({found})',
      remedy: 'Gửi chính văn bản XML, không nén, không phải bảng tính hay PDF.',
    },
    {
      cause: 'The file is no XML ({found})',
      remedy: 'Send the XML text itself: not compressed, no workbook, no PDF.',
    },
  ),
  'DB-XML-012': form(
    {
      cause: 'Từ byte {offset} tệp không phải {found} đúng',
      remedy:
        'Ghi tệp bằng UTF-8. Chữ TCVN3, VNI, Windows-1258 phải chuyển sang Unicode trước; đừng ghép hai tệp khác bảng mã.',
    },
    {
      cause: 'From byte {offset} on, the file is no valid {found}',
      remedy:
        'Write it in UTF-8. Text in TCVN3, VNI or Windows-1258 must be made Unicode first; join no files of different encodings.',
    },
  ),
  'DB-XML-013': form(
    {
      cause: 'Dòng khai báo XML nói bảng mã {expected}, nhưng tệp là {found}',
      remedy: 'Ghi tệp bằng UTF-8 và khai `encoding="UTF-8"`, hoặc bỏ phần `encoding`.',
    },
    {
      cause: 'The XML declaration says {expected}, but the file is {found}',
      remedy: 'Write it in UTF-8 and declare `encoding="UTF-8"`, or leave `encoding` out.',
    },
  ),
  'DB-XML-014': form(
    {
      cause: 'Có ký tự điều khiển tại byte {offset}, XML không cho phép',
      remedy: 'Bỏ ký tự NUL và ký tự điều khiển khỏi dữ liệu trước khi ghi tệp.',
    },
    {
      cause: 'There is a control character at byte {offset} that XML does not allow',
      remedy: 'Take NUL and control characters out of the data before the file is written.',
    },
  ),
  'DB-XML-015': form(
    {
      cause: 'Tệp có `<!DOCTYPE`',
      remedy: 'Bỏ `<!DOCTYPE` và mọi thực thể tự khai; lược đồ để kiểm tra là tệp XSD.',
    },
    {
      cause: 'The file has a `<!DOCTYPE`',
      remedy: 'Leave out `<!DOCTYPE` and all entities of your own; the schema to check with is the XSD file.',
    },
  ),
  'DB-XML-016': form(
    {
      cause: 'Có tham chiếu thực thể không được phép',
      remedy: 'Chỉ dùng `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;` và mã số như `&#160;` của ký tự hợp lệ.',
    },
    {
      cause: 'There is an entity reference that is not allowed',
      remedy:
        'Use no others than `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;` and numbers of valid characters such as `&#160;`.',
    },
  ),
  'DB-XML-017': form(
    {
      cause: 'Sai cú pháp XML',
      remedy: 'Kiểm tra bằng `xmllint --noout`, sửa chương trình xuất dữ liệu rồi gửi lại tệp.',
    },
    {
      cause: 'It is not well-formed XML',
      remedy: 'Check it with `xmllint --noout`, mend the program that writes it, and send the file again.',
    },
  ),
  'DB-XML-018': form(
    {
      cause: 'Tệp đứt giữa chừng',
      remedy:
        'Gửi lại trọn tệp: ghi dưới tên `….part` cho đến khi xong rồi mới đổi tên. Kiểm tra dung lượng đĩa bên gửi.',
    },
    {
      cause: 'The file breaks off before its end',
      remedy:
        "Send it again, whole: write it under a name `….part` until it is done, then rename it. Check the sender's disk space.",
    },
  ),
  'DB-XML-019': form(
    {
      cause: 'Thẻ đóng không khớp thẻ mở',
      remedy: 'Đóng mọi phần tử theo thứ tự ngược với khi mở; kiểm tra bằng `xmllint --noout`.',
    },
    {
      cause: 'An end tag does not fit the start tag',
      remedy: 'Close every element in the reverse order of opening; check with `xmllint --noout`.',
    },
  ),
  'DB-XML-020': form(
    {
      cause: 'Tệp lớn hơn {limit} byte',
      remedy: 'Chia thành nhiều tệp nhỏ hơn, hoặc tăng `SOURCE_XML_MAX_BYTES`.',
    },
    {
      cause: 'The file is longer than {limit} bytes',
      remedy: 'Split it into several, or raise `SOURCE_XML_MAX_BYTES`.',
    },
  ),
  'DB-XML-021': form(
    {
      cause: 'Một hồ sơ, hoặc phần nằm giữa hai hồ sơ, dài hơn {limit} ký tự',
      remedy:
        'Không nhúng nội dung tệp vào XML, chỉ ghi đường dẫn; kiểm tra thẻ kết thúc của hồ sơ ở dòng này.',
    },
    {
      cause: 'One dossier, or what stands between two, is longer than {limit} characters',
      remedy:
        'Do not embed the content of files, give their links; see whether the dossier of this line is closed.',
    },
  ),
  'DB-XML-022': form(
    {
      cause: 'Phần tử lồng nhau sâu hơn {limit} mức',
      remedy: 'Hồ sơ không cần sâu như vậy: kiểm tra chương trình xuất dữ liệu có quên thẻ đóng không.',
    },
    {
      cause: 'Elements are nested deeper than {limit} levels',
      remedy: 'No dossier needs that: see whether the program that writes it forgets end tags.',
    },
  ),
  'DB-XML-023': form(
    {
      cause: 'Một phần tử có hơn {limit} thuộc tính, hoặc quanh nó có quá nhiều không gian tên',
      remedy: 'Ghi dữ liệu thành phần tử con, mỗi giá trị một phần tử; khai không gian tên ở phần tử gốc.',
    },
    {
      cause: 'An element has more than {limit} attributes, or too many namespaces around it',
      remedy: 'Write data as child elements, one a value; declare namespaces at the root element.',
    },
  ),
  'DB-XML-024': form(
    {
      cause: 'Phần tử {field} không được đứng ở đây; cần: {expected}',
      remedy:
        'Ghi đúng tên và đúng thứ tự phần tử của tệp XSD; phần tử bắt buộc có thể để trống, không được thiếu.',
    },
    {
      cause: 'The element {field} may not stand here; expected: {expected}',
      remedy:
        'Write the elements of the XSD by their names and in its order; a needed one may be empty, not absent.',
    },
  ),
  'DB-XML-025': form(
    {
      cause: 'Phần tử {field} chưa đủ; còn thiếu: {expected}',
      remedy: 'Thêm phần tử còn thiếu; nếu không có dữ liệu thì ghi phần tử rỗng.',
    },
    {
      cause: 'The element {field} is not complete; expected: {expected}',
      remedy: 'Add what is missing; write an empty element where there is nothing to say.',
    },
  ),
  'DB-XML-026': form(
    {
      cause: 'Nội dung hoặc thuộc tính của phần tử {field} không đúng với tệp XSD',
      remedy: 'Sửa theo kiểu của phần tử đó trong tệp XSD; kiểm tra trước bằng `xmllint --schema`.',
    },
    {
      cause: 'Content or attributes of the element {field} are not as the XSD has them',
      remedy: "Mend it by the element's type in the XSD; check beforehand with `xmllint --schema`.",
    },
  ),
  'DB-XML-027': form(
    {
      cause: 'Không có hồ sơ nào tại {path}',
      remedy:
        'Ghi hồ sơ đúng chỗ trong tệp, hoặc khai chỗ của chúng ở `dossiers.from` trong bảng ánh xạ nguồn.',
    },
    {
      cause: 'There are no dossiers at {path}',
      remedy:
        "Write the dossiers where they belong, or say where they are in the source map's `dossiers.from`.",
    },
  ),
  'DB-XML-028': form(
    {
      cause: 'Một hồ sơ, hoặc phần nằm giữa hai hồ sơ, có hơn {limit} phần tử và thuộc tính',
      remedy:
        'Hồ sơ không cần nhiều như vậy: kiểm tra chương trình xuất dữ liệu có ghi lặp hay gộp nhiều hồ sơ thành một không.',
    },
    {
      cause: 'One dossier, or what stands between two, has more than {limit} elements and attributes',
      remedy:
        'No dossier needs that: see whether the program that writes it repeats parts, or joins many dossiers into one.',
    },
  ),
} as const satisfies Record<string, ErrorEntry>;
