import { NotFoundMessage } from '@/page/failure';

export default function NotFound() {
  return (
    <main>
      <NotFoundMessage />
    </main>
  );
}
