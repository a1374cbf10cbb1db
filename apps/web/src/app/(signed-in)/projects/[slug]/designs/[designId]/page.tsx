import { DesignPage } from '@/designs/design-page';

export default async function Page({ params }: { readonly params: Promise<{ readonly designId: string }> }) {
  const { designId } = await params;
  return <DesignPage designId={designId} />;
}
