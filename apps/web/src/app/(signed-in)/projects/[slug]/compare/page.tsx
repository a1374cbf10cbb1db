import { ComparePage } from '@/compare/compare-page';

export default async function Page({ params }: { readonly params: Promise<{ readonly slug: string }> }) {
  const { slug } = await params;
  return <ComparePage slug={slug} />;
}
