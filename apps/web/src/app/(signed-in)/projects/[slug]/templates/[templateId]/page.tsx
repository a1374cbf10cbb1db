import { TemplatePage } from '@/templates/template-page';

export default async function Page({ params }: { readonly params: Promise<{ templateId: string }> }) {
  const { templateId } = await params;
  return <TemplatePage key={templateId} id={templateId} />;
}
