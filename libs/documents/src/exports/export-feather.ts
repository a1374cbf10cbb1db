import {
  AsyncByteQueue,
  Bool,
  type DataType,
  Field,
  Float64,
  Int64,
  Message,
  makeBuilder,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
} from 'apache-arrow';
import {
  type ColumnBatch,
  columnBatches,
  type ExportCell,
  type ExportColumn,
  type ExportTable,
} from './table.js';

/** Feather, which is the file format of Apache Arrow; units and descriptions as metadata of the fields. */
export async function* exportFeather(table: ExportTable): AsyncGenerator<Buffer> {
  const schema = schemaOf(table);
  const sink = new TakenQueue();
  const writer = new WholeFileWriter().reset(sink, schema);
  for await (const batch of recordBatches(table, schema)) {
    writer.write(batch);
    yield sink.take();
  }
  writer.finish();
  yield sink.take();
}

/** The format begins with the schema, for readers that go through it from the front; the library leaves that out. */
class WholeFileWriter extends RecordBatchFileWriter {
  protected override _writeSchema(schema: Schema): this {
    super._writeSchema(schema);
    return this._writeMessage(Message.from(schema));
  }
}

/** Gives out what was written last. As a stream the writer never waits, and holds all that nobody has read yet. */
class TakenQueue extends AsyncByteQueue {
  private written: Uint8Array[] = [];

  override write(bytes: ArrayBufferView): void {
    this.written.push(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  take(): Buffer {
    const all = Buffer.concat(this.written);
    this.written = [];
    return all;
  }
}

async function* recordBatches(table: ExportTable, schema: Schema): AsyncGenerator<RecordBatch> {
  let isEmpty = true;
  for await (const batch of columnBatches(table)) {
    isEmpty = false;
    yield recordBatch(batch, schema, table.columns);
  }
  const columns = table.columns.map(() => []);
  if (isEmpty) yield recordBatch({ length: 0, columns }, schema, table.columns);
}

function schemaOf({ title, notes, columns }: ExportTable): Schema {
  const fields = columns.map(({ name, title: heading, type, unit, description }) => {
    const metadata = new Map(Object.entries({ title: heading, description, ...(unit !== null && { unit }) }));
    return new Field(name, types[type], true, metadata);
  });
  return new Schema(
    fields,
    new Map([
      ['title', title],
      ['notes', JSON.stringify(notes)],
    ]),
  );
}

const types: Readonly<Record<ExportColumn['type'], DataType>> = {
  text: new Utf8(),
  integer: new Int64(),
  number: new Float64(),
  boolean: new Bool(),
  timestamp: new TimestampMillisecond(),
};

function recordBatch({ length, columns }: ColumnBatch, schema: Schema, described: readonly ExportColumn[]) {
  const children = described.map((column, index) => {
    const builder = makeBuilder({ type: types[column.type], nullValues: [null] });
    for (const cell of columns[index] ?? []) builder.append(arrowValue(cell, column));
    return builder.finish().flush();
  });
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }),
  );
}

function arrowValue(cell: ExportCell, { type }: ExportColumn) {
  return type === 'integer' && typeof cell === 'number' ? BigInt(cell) : cell;
}
