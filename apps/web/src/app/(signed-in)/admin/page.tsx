import { Admin } from '@/admin/admin';

export default function Page() {
  return <Admin />;
}
