import {
  type MailSecurity,
  mailSecurities,
  type NotificationEventKind,
  type NotificationSettings,
  notificationEventKinds,
  notificationEventMeanings,
  type ReceiverKind,
  receiverKinds,
} from '@batchyard/domain';
import { type DeliveryRecord, deliveryStates, type ReceiverRecord } from '@batchyard/persistence';
import { Field, Float, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import { registerUnion } from '../graphql/enums.js';
import { Problem } from '../graphql/problem.types.js';

const meanings = Object.fromEntries(
  notificationEventKinds.map((kind) => [kind, notificationEventMeanings[kind].meaning]),
) as Record<NotificationEventKind, string>;
const EventKindEnum = registerUnion('NotificationEventKind', notificationEventKinds, meanings);
const MailSecurityEnum = registerUnion('MailSecurity', mailSecurities, {
  tls: 'Encrypted from the start, usually port 465.',
  starttls: 'Encrypted before anything is said, usually port 587; refused where the server cannot.',
  none: 'Not encrypted: only within a machine or a closed network.',
});
const ReceiverKindEnum = registerUnion('NotificationReceiverKind', receiverKinds);
const DeliveryStateEnum = registerUnion('NotificationDeliveryState', deliveryStates);

@ObjectType({ description: 'One mail or one call of a webhook, with its newest try.' })
export class NotificationDelivery {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'The same at every try; receivers tell repeats by it.' }) key: string;
  @Field(() => Boolean) isTest: boolean;
  @Field(() => DeliveryStateEnum) state: DeliveryRecord['state'];
  @Field(() => String, { nullable: true }) subject: string | null;
  @Field(() => Int, { description: 'Events that it tells of.' }) eventCount: number;
  @Field(() => Int) attempts: number;
  @Field(() => GraphQLISODateTime, { description: 'Not sent before.' }) availableAt: Date;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => GraphQLISODateTime, { nullable: true }) finishedAt: Date | null;
  @Field(() => Int, { nullable: true, description: 'Of HTTP or SMTP.' }) status: number | null;
  @Field(() => Float, { nullable: true, description: 'Of the newest try, ms.' }) durationMs: number | null;
  @Field(() => String, { nullable: true, description: 'The first of what the receiver answered.' })
  responseHead: string | null;
  @Field(() => String, { nullable: true }) error: string | null;
}
export const NotificationDeliveryConnection = connectionOf(
  'NotificationDelivery',
  () => NotificationDelivery,
);

@ObjectType({ description: 'Whom a project tells what happens.' })
export class NotificationReceiver {
  @Field(() => ID) id: string;
  @Field(() => ReceiverKindEnum) kind: ReceiverKind;
  @Field(() => String) name: string;
  @Field(() => [EventKindEnum]) events: readonly NotificationEventKind[];
  @Field(() => [String], { description: 'Of mail.' }) addresses: readonly string[];
  @Field(() => String, { nullable: true, description: 'Of a webhook.' }) url: string | null;
  @Field(() => Boolean) isActive: boolean;
  @Field(() => GraphQLISODateTime) createdAt: Date;
}

@ObjectType({ description: 'Of what the caller gets mail.' })
export class MyNotifications {
  @Field(() => [EventKindEnum]) events: readonly NotificationEventKind[];
  @Field(() => Boolean, { description: 'Without one no mail is sent.' }) hasMailServer: boolean;
  @Field(() => [NotificationDelivery], { description: 'The newest 20.' })
  mails: readonly NotificationDelivery[];
}

@ObjectType()
export class MailServer {
  @Field(() => String) host: string;
  @Field(() => Int) port: number;
  @Field(() => MailSecurityEnum) security: MailSecurity;
  @Field(() => String, { description: 'Empty: without signing in.' }) user: string;
  @Field(() => String, { description: 'Address of the sender.' }) from: string;
}

@ObjectType('NotificationSettings', { description: 'For the whole installation.' })
export class NotificationSettingsType {
  @Field(() => MailServer, { nullable: true }) mailServer: NotificationSettings['mailServer'];
  @Field(() => Boolean) hasPassword: boolean;
  @Field(() => String, { nullable: true, description: 'Address of the service in links; null: no links.' })
  baseUrl: string | null;
  @Field(() => [String], { description: 'Networks that webhooks may reach although they are not public.' })
  allowedNetworks: readonly string[];
}

@ObjectType()
export class MyNotificationsPayload {
  @Field(() => MyNotifications, { nullable: true }) notifications?: MyNotifications | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@ObjectType()
export class NotificationSettingsPayload {
  @Field(() => NotificationSettingsType, { nullable: true }) settings?: NotificationSettingsType | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@ObjectType()
export class NotificationReceiverPayload {
  @Field(() => NotificationReceiver, { nullable: true }) receiver?: NotificationReceiver | null;
  @Field(() => String, { nullable: true, description: 'Signs what the webhook is sent; shown this once.' })
  secret?: string | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class SetMyNotificationsInput {
  @Field(() => [EventKindEnum]) events: NotificationEventKind[];
}

@InputType()
export class MailServerInput {
  @Field(() => String) host: string;
  @Field(() => Int) port: number;
  @Field(() => MailSecurityEnum) security: MailSecurity;
  @Field(() => String) user: string;
  @Field(() => String) from: string;
}

@InputType()
export class SetNotificationSettingsInput {
  @Field(() => MailServerInput, { nullable: true, description: 'Null: no mail is sent.' })
  mailServer?: MailServerInput | null;
  @Field(() => String, { nullable: true, description: 'Absent: as it was; empty: none.' })
  password?: string | null;
  @Field(() => String, { nullable: true }) baseUrl?: string | null;
  @Field(() => [String]) allowedNetworks: string[];
}

@InputType({ description: 'Mail has addresses, a webhook a url.' })
export class NotificationReceiverFields {
  @Field(() => ReceiverKindEnum) kind: ReceiverKind;
  @Field(() => String) name: string;
  @Field(() => [EventKindEnum]) events: NotificationEventKind[];
  @Field(() => [String], { nullable: true }) addresses?: string[] | null;
  @Field(() => String, { nullable: true }) url?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Absent: true.' }) isActive?: boolean | null;
}

@InputType()
export class CreateNotificationReceiverInput extends NotificationReceiverFields {
  @Field(() => String) projectSlug: string;
}

@InputType()
export class NotificationReceiverInput {
  @Field(() => ID) receiverId: string;
}

@InputType()
export class UpdateNotificationReceiverInput extends NotificationReceiverFields {
  @Field(() => ID) receiverId: string;
}

@InputType()
export class SendNotificationAgainInput extends NotificationReceiverInput {
  @Field(() => ID) deliveryId: string;
}

export function presentReceiver(record: ReceiverRecord): NotificationReceiver {
  return record;
}

export function presentDelivery({ kind, ...record }: DeliveryRecord): NotificationDelivery {
  return { ...record, isTest: kind === 'test' };
}
