import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { columnBatches, type ExportCell, type ExportColumn, type ExportTable } from './table.js';

/** Apache Parquet, a row group for each piece; units and descriptions as key-value metadata. */
export async function* exportParquet(table: ExportTable): AsyncGenerator<Buffer> {
  const { columns, notes, title } = table;
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(schemaOf)],
    codec: 'SNAPPY',
    createdBy: 'Batchyard',
    kvMetadata: [
      { key: 'title', value: title },
      { key: 'notes', value: JSON.stringify(notes) },
      { key: 'columns', value: JSON.stringify(columns) },
    ],
  });
  const taken = () => {
    const bytes = Buffer.from(writer.getBytes());
    writer.index = 0;
    return bytes;
  };
  for await (const { columns: data, length } of columnBatches(table)) {
    const columnData = columns.map((column, index) => ({
      name: column.name,
      data: (data[index] ?? []).map((cell) => parquetValue(cell, column)),
    }));
    await parquet.write({ columnData, rowGroupSize: length });
    yield taken();
  }
  parquet.finish();
  yield taken();
}

const types: Readonly<Record<ExportColumn['type'], Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

const schemaOf = ({ name, type }: ExportColumn): SchemaElement => ({
  name,
  repetition_type: 'OPTIONAL',
  ...types[type],
});

function parquetValue(cell: ExportCell, { type }: ExportColumn) {
  return type === 'integer' && typeof cell === 'number' ? BigInt(cell) : cell;
}
