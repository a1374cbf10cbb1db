import { Account } from '@/account/account';

export default function Page() {
  return <Account />;
}
