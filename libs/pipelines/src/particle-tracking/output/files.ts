import { type FileHandle, mkdir, open, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes a file, with its folders, under another name first, so that nobody ever sees half of it. */
export async function writeWhole(folder: string, name: string, data: string | Uint8Array): Promise<void> {
  const target = path.join(folder, name);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(`${target}.partial`, data);
  await rename(`${target}.partial`, target);
}

/** A table that grows frame by frame, so that memory does not; it gets its name when it is complete. */
export class GrowingTable {
  private constructor(
    private readonly file: FileHandle,
    private readonly target: string,
  ) {}

  static async create(folder: string, name: string, header: string): Promise<GrowingTable> {
    const target = path.join(folder, name);
    const file = await open(`${target}.partial`, 'w');
    await file.write(`${header}\n`);
    return new GrowingTable(file, target);
  }

  async append(lines: string): Promise<void> {
    if (lines !== '') await this.file.write(lines);
  }

  async finish(): Promise<void> {
    await this.file.close();
    await rename(`${this.target}.partial`, this.target);
  }

  /** Closes the file and leaves what there is of it without its name. */
  async abandon(): Promise<void> {
    await this.file.close();
  }
}

/** Fills tables, and closes their files whatever happens. */
export async function withTables<T>(
  tables: readonly Promise<GrowingTable>[],
  fill: (tables: readonly GrowingTable[]) => Promise<T>,
): Promise<T> {
  const opened = await Promise.all(tables);
  try {
    const result = await fill(opened);
    for (const table of opened) await table.finish();
    return result;
  } catch (error) {
    for (const table of opened) await table.abandon().catch(() => undefined);
    throw error;
  }
}
