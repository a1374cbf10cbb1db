import {
  type NotificationSettings,
  notificationSettingsSchema,
  type ReceiverSettings,
  receiverSchema,
  UserError,
} from '@batchyard/domain';
import type { z } from 'zod';
import type { NotificationReceiverFields, SetNotificationSettingsInput } from './notifications.types.js';

/** @throws UserError INVALID_FIELD */
export function readReceiver({
  kind,
  name,
  events,
  addresses,
  url,
  isActive,
}: NotificationReceiverFields): ReceiverSettings {
  const target = kind === 'mail' ? { addresses: addresses ?? [] } : { url: url ?? '' };
  return parse(receiverSchema, { kind, name, events, isActive: isActive ?? true, ...target });
}

/** @throws UserError INVALID_FIELD */
export function readSettings({
  mailServer,
  baseUrl,
  allowedNetworks,
}: SetNotificationSettingsInput): NotificationSettings {
  return parse(notificationSettingsSchema, {
    mailServer: mailServer ? { ...mailServer } : null,
    baseUrl: baseUrl?.trim() ? baseUrl : null,
    allowedNetworks,
  });
}

/** Problems name the field alone, as forms show it there. */
function parse<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const field = path.filter((part) => typeof part === 'string').at(-1) ?? 'input';
    return {
      code: 'INVALID_FIELD',
      severity: 'error' as const,
      message,
      place: { parameter: String(field) },
    };
  });
  throw new UserError('INVALID_FIELD', problems[0]?.message ?? 'It is not as needed.', {}, problems);
}
