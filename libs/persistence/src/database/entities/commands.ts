import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { Id, RefersTo, Text, Time, TimeNow } from './columns.js';
import { UserEntity } from './people.js';

/** One version of a pipeline that runs a program of the team's own. */
@Entity('command_pipeline')
@Unique(['name', 'version'])
export class CommandPipelineEntity {
  @Id() id: string;
  @Text('name') name: string;
  @Text('version') version: string;
  @Text('yaml') yaml: string;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
  @Time('retired_at', { nullable: true }) retiredAt: Date | null;
}

/** An encrypted value for programs. */
@Entity('secret')
export class SecretEntity {
  @PrimaryColumn('text') name: string;
  @Column('bytea') sealed: Buffer;
  @RefersTo(() => UserEntity, 'updated_by') updatedBy: string | null;
  @TimeNow('updated_at') updatedAt: Date;
}
