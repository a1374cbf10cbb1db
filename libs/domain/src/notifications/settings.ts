/** What administrators and maintainers set, parsed once at the edge. */
import { z } from 'zod';
import { isNetwork } from './addresses.js';
import { notificationEventKinds } from './events.js';

const mailAddress = z
  .string()
  .trim()
  .max(254)
  // No name beside it, no line break: it becomes a header.
  .regex(/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/, 'An address looks like name@lab.example.');

const httpUrl = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return (
      (url?.protocol === 'https:' || url?.protocol === 'http:') && url.username === '' && url.password === ''
    );
  }, 'An address begins with https:// or http:// and has no name or password in it.');

export const mailSecurities = ['tls', 'starttls', 'none'] as const;
export type MailSecurity = (typeof mailSecurities)[number];

export const mailServerSchema = z.strictObject({
  host: z
    .string()
    .trim()
    .min(1, 'A mail server has a name.')
    .max(253)
    .regex(/^[\w.:-]+$/, 'A name like mail.lab.example.'),
  port: z.int().min(1).max(65_535),
  security: z.enum(mailSecurities),
  /** Empty: without signing in. */
  user: z.string().trim().max(300),
  from: mailAddress,
});
export type MailServer = z.infer<typeof mailServerSchema>;

export const notificationSettingsSchema = z.strictObject({
  /** null: no mail is sent. */
  mailServer: mailServerSchema.nullable(),
  /** Where people reach the service; null: messages have no links. */
  baseUrl: httpUrl.transform((url) => url.replace(/\/+$/, '')).nullable(),
  /** Networks that webhooks may reach although they are not public. */
  allowedNetworks: z.array(z.string().trim().refine(isNetwork, 'A network looks like 10.1.0.0/16.')).max(50),
});
export type NotificationSettings = z.infer<typeof notificationSettingsSchema>;

export const noNotificationSettings: NotificationSettings = {
  mailServer: null,
  baseUrl: null,
  allowedNetworks: [],
};

export const receiverKinds = ['mail', 'webhook'] as const;
export type ReceiverKind = (typeof receiverKinds)[number];

const events = z.array(z.enum(notificationEventKinds)).transform((kinds) => [...new Set(kinds)]);
export const notificationEventsSchema = events;

const receiverFields = {
  name: z.string().trim().min(1, 'A receiver needs a name.').max(100),
  events: events.refine((kinds) => kinds.length > 0, 'Choose at least one kind of event.'),
  isActive: z.boolean(),
};

export const receiverSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mail'),
    ...receiverFields,
    addresses: z.array(mailAddress).min(1, 'Give at least one address.').max(50),
  }),
  z.strictObject({ kind: z.literal('webhook'), ...receiverFields, url: httpUrl }),
]);
export type ReceiverSettings = z.infer<typeof receiverSchema>;
