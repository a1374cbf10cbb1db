import { ScaffoldPage } from '@/river/scaffold-page';

export default function Page() {
  return <ScaffoldPage />;
}
