/** Column shapes that many tables share. */
import { Column, type ColumnOptions, PrimaryGeneratedColumn } from 'typeorm';

type Options = Pick<ColumnOptions, 'nullable' | 'default'>;

/** `id bigint generated always as identity primary key`, a decimal string in TypeScript. */
export const Id = () => PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' });

/** A row's id in another table, or a size. Decimal string. */
export const Int8 = (name: string, options: Options = {}) => Column('bigint', { name, ...options });

export const Text = (name: string, options: Options = {}) => Column('text', { name, ...options });

export const Int = (name: string, options: Options = {}) => Column('integer', { name, ...options });

export const Bool = (name: string, options: Options = {}) => Column('boolean', { name, ...options });

export const Json = (name: string, options: Options = {}) => Column('jsonb', { name, ...options });

/** A moment; never a local time. */
export const Time = (name: string, options: Options = {}) => Column('timestamptz', { name, ...options });

/** Set by the database's clock when the row is written. */
export const TimeNow = (name = 'created_at') => Time(name, { default: () => 'clock_timestamp()' });
