import { type MailServer, type Message, renderHtml, renderText } from '@batchyard/domain';
import { createTransport } from 'nodemailer';
import type { WebhookAnswer } from './send-webhook.js';

export interface Mail {
  readonly server: MailServer;
  /** null: without signing in. */
  readonly password: string | null;
  readonly addresses: readonly string[];
  /** The same at every try: mail programs show a message that came twice once. */
  readonly key: string;
  readonly message: Message;
}

const [connectTimeoutMs, socketTimeoutMs] = [10_000, 30_000];

/** Never throws: what went wrong is part of the answer. */
export async function sendMail({ server, password, addresses, key, message }: Mail): Promise<WebhookAnswer> {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    ...(server.user === '' ? {} : { auth: { user: server.user, pass: password ?? '' } }),
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: socketTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { response, rejected } = await transport.sendMail({
      from: { name: 'Batchyard', address: server.from },
      to: [...addresses],
      subject: message.subject,
      text: renderText(message),
      html: renderHtml(message),
      messageId: `<${key}@${server.from.split('@')[1]}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    const refused = rejected.length === 0 ? '' : ` Not taken for: ${rejected.map(String).join(', ')}.`;
    return { status: statusIn(response), responseHead: `${response}${refused}`, error: null, mayPass: false };
  } catch (error) {
    return failed(error as SmtpError);
  } finally {
    transport.close();
  }
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** 5xx is a server's last word on a mail; on a sign-in it is not, as a password can be mended. */
function failed({ code, responseCode, response, message }: SmtpError): WebhookAnswer {
  const isFinal = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH';
  return { status: responseCode ?? null, responseHead: response ?? null, error: message, mayPass: !isFinal };
}

function statusIn(response: string): number | null {
  const status = Number.parseInt(response, 10);
  return Number.isNaN(status) ? null : status;
}
