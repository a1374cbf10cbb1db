import { openDrafts, zipArchive } from '@batchyard/documents';

const relationTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** A workbook (.xlsx) with one sheet. @param sheetXml what stands in its `worksheet` element */
export async function workbook(name: string, sheetXml: string): Promise<Buffer> {
  const files = {
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="a" Type="${relationTypes}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relationTypes}"><sheets><sheet name="${name}" sheetId="1" r:id="b"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="b" Type="${relationTypes}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}">${sheetXml}</worksheet>`,
  };
  const drafts = await openDrafts();
  try {
    const entries = await Promise.all(
      Object.entries(files).map(([path, text]) => drafts.add(path, new Date(0), parts(text))),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of zipArchive(parts(...entries))) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    await drafts.remove();
  }
}

async function* parts<T>(...values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}
