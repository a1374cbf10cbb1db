/** Column shapes that many tables share. */
import { Column, type ColumnOptions, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';

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

type EntityOf = () => new () => object;

/** The id of a row without which this one has no meaning: it is deleted with it. Decimal string. */
export const BelongsTo = (entity: EntityOf, name: string, options: Options = {}) =>
  referenceTo(entity, 'CASCADE', Int8(name, options));

/** The id of a row that may go: null then. Decimal string. */
export const RefersTo = (entity: EntityOf, name: string) =>
  referenceTo(entity, 'SET NULL', Int8(name, { nullable: true }));

function referenceTo(entity: EntityOf, onDelete: 'CASCADE' | 'SET NULL', column: PropertyDecorator) {
  return (target: object, property: string | symbol) => {
    ForeignKey(entity, { onDelete })(target, property);
    column(target, property);
  };
}
