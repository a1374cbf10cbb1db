/**
 * The one way into PostgreSQL: a pool, single statements, and short transactions that are tried again when the
 * database asks for it. Ids (bigint) are decimal strings, times are Date, jsonb is parsed.
 */
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type EntityManager } from 'typeorm';
import { statementToSend } from '../faults/mutants.js';
import { entities } from './entities/index.js';
import { breakConnection, isUnanswered, poolSettings } from './pool.js';

/** Runs SQL: inside a transaction, or each statement on its own. */
export interface Session {
  /** For TypeORM repositories: `session.manager.getRepository(ProjectEntity)`. */
  readonly manager: EntityManager;
  /** The rows a statement returns (`select …` or `… returning …`). */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Does `work` once the surrounding transaction is committed; at once where there is none. */
  afterCommit(work: () => void): void;
}

export interface Database extends Session {
  /**
   * One transaction. `work` may run several times (deadlock, serialisation failure), so it must only touch the
   * database; what must happen once goes into `session.afterCommit`.
   */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const maxTries = 5;

/** @param databaseUrl `postgres://user:password@host:port/name`, or `…@/name?host=/socket/folder` */
export async function openDatabase(
  databaseUrl: string,
  options: { maxConnections: number; statementTimeoutMs?: number | undefined },
): Promise<Database> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    entities: [...entities],
    synchronize: false,
    // A dropped idle connection is replaced by the pool; the next statement reports it if that fails.
    poolErrorHandler: () => undefined,
    extra: { ...poolSettings(databaseUrl, options.statementTimeoutMs), max: options.maxConnections },
  });
  await dataSource.initialize();
  const single = sessionOf(dataSource.manager, (work) => work());
  return {
    ...single,
    // A statement of its own is undone as a whole, so that it may be tried again like a transaction.
    query: (sql, parameters) => whileInvited(() => single.query(sql, parameters)),
    transaction: (work) => whileInvited(() => runTransaction(dataSource, work)),
    close: () => dataSource.destroy(),
  };
}

function sessionOf(manager: EntityManager, afterCommit: Session['afterCommit']): Session {
  return {
    manager,
    afterCommit,
    async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
      const runner = manager.queryRunner ?? manager.dataSource.createQueryRunner();
      try {
        const result = await runner.query(statementToSend(sql), [...parameters], true);
        return result.records as Row[];
      } catch (error) {
        if (isUnanswered((error as { driverError?: unknown }).driverError ?? error)) {
          breakConnection(await runner.connect());
        }
        throw error;
      } finally {
        if (manager.queryRunner === undefined) await runner.release();
      }
    },
  };
}

async function runTransaction<T>(dataSource: DataSource, work: (session: Session) => Promise<T>): Promise<T> {
  const committed: (() => void)[] = [];
  const result = await dataSource.transaction((manager) =>
    work(sessionOf(manager, (then) => committed.push(then))),
  );
  for (const then of committed) then();
  return result;
}

/** Does work again that the database asks to try again; it must be a statement of its own or a whole transaction. */
export async function whileInvited<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries >= maxTries || !mayPassOnRetry(error)) throw error;
      await sleep(Math.random() * 20 * 2 ** tries);
    }
  }
}

/** 40001 serialization_failure, 40P01 deadlock_detected: PostgreSQL's invitation to try again. */
function mayPassOnRetry(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '40001' || code === '40P01';
}

/** The only row of a result that always has one. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`Expected one row, got ${rows.length}.`);
  return row;
}
