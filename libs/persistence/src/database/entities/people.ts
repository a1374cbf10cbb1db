import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { BelongsTo, Bool, Id, Int, Text, Time, TimeNow } from './columns.js';

/** A person with an account. */
@Entity('app_user')
export class UserEntity {
  @Id() id: string;
  @Text('email') email: string;
  @Text('name') name: string;
  @Text('password_hash', { nullable: true }) passwordHash: string | null;
  @Bool('is_administrator', { default: false }) isAdministrator: boolean;
  @TimeNow() createdAt: Date;
  @Time('disabled_at', { nullable: true }) disabledAt: Date | null;
}

/** A one-time link by which a person signs in, as on the first start. Only the token's hash is kept. */
@Entity('sign_in_link')
@Unique(['tokenHash'])
export class SignInLinkEntity {
  @Id() id: string;
  @BelongsTo(() => UserEntity, 'user_id') userId: string;
  @Column('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @TimeNow() createdAt: Date;
  @Time('expires_at') expiresAt: Date;
  @Time('used_at', { nullable: true }) usedAt: Date | null;
}

/** A signed-in browser. */
@Entity('session')
@Unique(['tokenHash'])
export class SessionEntity {
  @Id() id: string;
  @BelongsTo(() => UserEntity, 'user_id') userId: string;
  @Column('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Text('user_agent', { default: '' }) userAgent: string;
  @TimeNow() createdAt: Date;
  @TimeNow('last_seen_at') lastSeenAt: Date;
  @Time('expires_at') expiresAt: Date;
  @Time('revoked_at', { nullable: true }) revokedAt: Date | null;
}

/** Failed password attempts of one account. */
@Entity('sign_in_failure')
export class SignInFailureEntity {
  @PrimaryColumn('text') email: string;
  @Int('failures') failures: number;
  @TimeNow('last_at') lastAt: Date;
}

/** A personal access token of the API and the command line. */
@Entity('access_token')
@Unique(['tokenHash'])
export class AccessTokenEntity {
  @Id() id: string;
  @BelongsTo(() => UserEntity, 'user_id') userId: string;
  @Text('name') name: string;
  @Text('prefix') prefix: string;
  @Column('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Text('scope') scope: 'read' | 'write';
  @TimeNow() createdAt: Date;
  @Time('expires_at') expiresAt: Date;
  @Time('last_used_at', { nullable: true }) lastUsedAt: Date | null;
  @Time('revoked_at', { nullable: true }) revokedAt: Date | null;
}
