import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { BatchEntity } from './batches.js';
import { Int, Int8, Text } from './columns.js';

/** The words of neighbouring jobs' labels, so that a search looks at few jobs. */
@Entity('job_search_block')
export class JobSearchBlockEntity {
  @ForeignKey(() => BatchEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'batch_id' })
  batchId: string;
  @PrimaryColumn('integer', { name: 'first_position' }) firstPosition: number;
  @Int('last_position') lastPosition: number;
  @Int8('project_id') projectId: string;
  @Text('words') words: string;
}
