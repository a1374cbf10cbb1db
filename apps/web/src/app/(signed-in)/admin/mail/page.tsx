import { MailServerPage } from '@/notifications/mail-server';

export default function Page() {
  return <MailServerPage />;
}
