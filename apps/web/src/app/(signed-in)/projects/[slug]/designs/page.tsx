import { DesignList } from '@/designs/design-list';

export default function Page() {
  return <DesignList />;
}
