import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

const deliveryFragment = graphql(`
  fragment DeliveryParts on NotificationDelivery {
    id
    key
    isTest
    state
    subject
    eventCount
    attempts
    availableAt
    createdAt
    finishedAt
    status
    durationMs
    responseHead
    error
  }
`);
export type Delivery = ResultOf<typeof deliveryFragment>;

export const myNotificationsQuery = graphql(
  `
    query MyNotifications {
      myNotifications { events hasMailServer mails { ...DeliveryParts } }
    }
  `,
  [deliveryFragment],
);

export const setMyNotifications = graphql(
  `
    mutation SetMyNotifications($input: SetMyNotificationsInput!) {
      setMyNotifications(input: $input) { notifications { events } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const notificationSettingsQuery = graphql(`
  query NotificationSettings {
    notificationSettings {
      mailServer { host port security user from }
      hasPassword
      baseUrl
      allowedNetworks
    }
  }
`);
export type NotificationSettingsData = ResultOf<typeof notificationSettingsQuery>['notificationSettings'];

export const setNotificationSettings = graphql(
  `
    mutation SetNotificationSettings($input: SetNotificationSettingsInput!) {
      setNotificationSettings(input: $input) { settings { hasPassword } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const testMail = graphql(`mutation TestMail { testMail { done problems { ...ProblemParts } } }`, [
  problemFragment,
]);

export const receiversQuery = graphql(`
  query NotificationReceivers($slug: String!) {
    notificationReceivers(projectSlug: $slug) { id kind name events addresses url isActive }
  }
`);
export type NotificationReceiver = ResultOf<typeof receiversQuery>['notificationReceivers'][number];

export const receiverLogQuery = graphql(
  `
    query NotificationLog($id: ID!, $first: Int, $after: String) {
      notificationReceiver(id: $id) {
        id
        deliveries(first: $first, after: $after) {
          nodes { ...DeliveryParts }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [deliveryFragment],
);

export const createReceiver = graphql(
  `
    mutation CreateNotificationReceiver($input: CreateNotificationReceiverInput!) {
      createNotificationReceiver(input: $input) { receiver { id name } secret problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const updateReceiver = graphql(
  `
    mutation UpdateNotificationReceiver($input: UpdateNotificationReceiverInput!) {
      updateNotificationReceiver(input: $input) { receiver { id } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const renewSecret = graphql(
  `
    mutation RenewWebhookSecret($input: NotificationReceiverInput!) {
      renewWebhookSecret(input: $input) { receiver { id name } secret problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const removeReceiver = graphql(
  `
    mutation RemoveNotificationReceiver($input: NotificationReceiverInput!) {
      removeNotificationReceiver(input: $input) { done problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const testReceiver = graphql(
  `
    mutation TestNotificationReceiver($input: NotificationReceiverInput!) {
      testNotificationReceiver(input: $input) { done problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const sendAgain = graphql(
  `
    mutation SendNotificationAgain($input: SendNotificationAgainInput!) {
      sendNotificationAgain(input: $input) { done problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);
