import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowAdministrator, AllowIn, AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import { PageArgs, presentPage } from '../graphql/connection.js';
import { pageRequest } from '../graphql/page-request.js';
import { DonePayload } from '../graphql/problem.types.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import {
  CreateNotificationReceiverInput,
  MyNotifications,
  MyNotificationsPayload,
  NotificationDeliveryConnection,
  NotificationReceiver,
  NotificationReceiverInput,
  NotificationReceiverPayload,
  NotificationSettingsPayload,
  NotificationSettingsType,
  presentDelivery,
  presentReceiver,
  SendNotificationAgainInput,
  SetMyNotificationsInput,
  SetNotificationSettingsInput,
  UpdateNotificationReceiverInput,
} from './notifications.types.js';
import { readReceiver, readSettings } from './read-settings.js';

const receiverIdOf = ({ input }: { input: NotificationReceiverInput }) => input.receiverId;

/** Webhook addresses may be keys, so only maintainers see receivers. */
@Resolver(() => NotificationReceiver)
export class NotificationReceiversResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => [NotificationReceiver], { description: 'By name.' })
  @AllowIn('project', 'manage', ({ projectSlug }: { projectSlug: string }) => projectSlug)
  async notificationReceivers(
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('projectSlug') _projectSlug: string,
  ): Promise<NotificationReceiver[]> {
    return (await this.persistence.notifications.receivers(projectId)).map(presentReceiver);
  }

  @Query(() => NotificationReceiver, {
    description: 'NOT_FOUND when it does not exist or the caller may not see it.',
  })
  @AllowIn('notification_receiver', 'manage', ({ id }: { id: string }) => id)
  async notificationReceiver(
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<NotificationReceiver> {
    return presentReceiver(await this.persistence.notifications.receiver(projectId, id));
  }

  @Mutation(() => NotificationReceiverPayload)
  @AllowIn('project', 'manage', (args: { input: CreateNotificationReceiverInput }) => args.input.projectSlug)
  createNotificationReceiver(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: CreateNotificationReceiverInput,
  ) {
    return orProblems(async () => {
      const { notifications } = this.persistence;
      const { id, secret } = await notifications.createReceiver(
        actorOf(identity),
        projectId,
        readReceiver(input),
      );
      return { receiver: presentReceiver(await notifications.receiver(projectId, id)), secret };
    });
  }

  @Mutation(() => NotificationReceiverPayload, { description: 'It stays mail or a webhook.' })
  @AllowIn('notification_receiver', 'manage', receiverIdOf)
  updateNotificationReceiver(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: UpdateNotificationReceiverInput,
  ) {
    return orProblems(async () => {
      const { notifications } = this.persistence;
      const receiver = await notifications.receiver(projectId, input.receiverId);
      await notifications.updateReceiver(actorOf(identity), receiver, readReceiver(input));
      return { receiver: presentReceiver(await notifications.receiver(projectId, input.receiverId)) };
    });
  }

  @Mutation(() => NotificationReceiverPayload, { description: 'The former secret no longer signs.' })
  @AllowIn('notification_receiver', 'manage', receiverIdOf)
  renewWebhookSecret(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') { receiverId }: NotificationReceiverInput,
  ) {
    return orProblems(async () => {
      const { notifications } = this.persistence;
      const receiver = await notifications.receiver(projectId, receiverId);
      const secret = await notifications.renewSecret(actorOf(identity), receiver);
      return { receiver: presentReceiver(receiver), secret };
    });
  }

  @Mutation(() => DonePayload, { description: 'With its log.' })
  @AllowIn('notification_receiver', 'manage', receiverIdOf)
  async removeNotificationReceiver(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') { receiverId }: NotificationReceiverInput,
  ): Promise<DonePayload> {
    const { notifications } = this.persistence;
    await notifications.removeReceiver(
      actorOf(identity),
      await notifications.receiver(projectId, receiverId),
    );
    return { done: true, problems: [] };
  }

  @Mutation(() => DonePayload, { description: 'Sends a test; its log says what became of it.' })
  @AllowIn('notification_receiver', 'manage', receiverIdOf)
  async testNotificationReceiver(
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') { receiverId }: NotificationReceiverInput,
  ): Promise<DonePayload> {
    const { id } = await this.persistence.notifications.receiver(projectId, receiverId);
    await this.persistence.notifications.test({ receiverId: id });
    return { done: true, problems: [] };
  }

  @Mutation(() => DonePayload, { description: 'Sends a failed delivery once more.' })
  @AllowIn('notification_receiver', 'manage', receiverIdOf)
  async sendNotificationAgain(
    @Args('input') { receiverId, deliveryId }: SendNotificationAgainInput,
  ): Promise<DonePayload> {
    await this.persistence.notifications.sendAgain(receiverId, deliveryId);
    return { done: true, problems: [] };
  }

  @ResolveField(() => NotificationDeliveryConnection, { description: 'Newest first; kept for 30 days.' })
  @AllowThroughParent()
  async deliveries(@Parent() { id }: NotificationReceiver, @Args() page: PageArgs) {
    return presentPage(
      await this.persistence.notifications.deliveries(id, pageRequest(page)),
      presentDelivery,
    );
  }
}

@Resolver()
export class NotificationSettingsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => MyNotifications, { description: 'Of what the caller gets mail.' })
  @AllowSignedIn()
  async myNotifications(@CurrentIdentity() { userId }: Identity): Promise<MyNotifications> {
    const { notifications } = this.persistence;
    const [events, { mailServer }, mails] = await Promise.all([
      notifications.preference(userId),
      notifications.settings(),
      notifications.mailsOf(userId),
    ]);
    return { events, hasMailServer: mailServer !== null, mails: mails.map(presentDelivery) };
  }

  @Mutation(() => MyNotificationsPayload)
  @AllowSignedIn()
  async setMyNotifications(
    @CurrentIdentity() identity: Identity,
    @Args('input') { events }: SetMyNotificationsInput,
  ) {
    await this.persistence.notifications.setPreference(identity.userId, [...new Set(events)]);
    return { notifications: await this.myNotifications(identity), problems: [] };
  }

  @Query(() => NotificationSettingsType)
  @AllowAdministrator()
  notificationSettings(): Promise<NotificationSettingsType> {
    return this.persistence.notifications.settings();
  }

  @Mutation(() => NotificationSettingsPayload)
  @AllowAdministrator()
  setNotificationSettings(
    @CurrentIdentity() identity: Identity,
    @Args('input') input: SetNotificationSettingsInput,
  ) {
    return orProblems(async () => {
      const settings = readSettings(input);
      await this.persistence.notifications.setSettings(
        actorOf(identity),
        settings,
        input.password ?? undefined,
      );
      return { settings: await this.notificationSettings() };
    });
  }

  @Mutation(() => DonePayload, { description: 'Sends the caller a test; their mails say what became of it.' })
  @AllowAdministrator()
  async testMail(@CurrentIdentity() { userId }: Identity): Promise<DonePayload> {
    await this.persistence.notifications.test({ userId });
    return { done: true, problems: [] };
  }
}
