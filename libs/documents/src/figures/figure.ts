/** Figures drawn without a browser, as vectors or pixels, from one description. */
import { createCanvas, PDFDocument, type SKRSContext2D, SvgExportFlag } from '@napi-rs/canvas';
import {
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  PointElement,
  ScatterController,
  SubTitle,
  Title,
} from 'chart.js';
import { fontFamily, registerFonts } from './fonts.js';

Chart.register(CategoryScale, Legend, LinearScale, PointElement, ScatterController, SubTitle, Title);
Chart.defaults.font.family = fontFamily;
Chart.defaults.color = '#1d2530';

export interface Figure {
  /** File name without extension. */
  readonly name: string;
  readonly title: string;
  /** One sentence in words for those who do not see it, and under it in print. */
  readonly caption: string;
  /** Size in CSS pixels, and in points on paper. */
  readonly width: number;
  readonly height: number;
  readonly config: ChartConfiguration<'scatter'>;
}

/** An SVG document; its text is drawn as shapes, so that it needs no font. */
export function figureSvg(figure: Figure): string {
  const canvas = createCanvas(figure.width, figure.height, SvgExportFlag.ConvertTextToPaths);
  drawFigure(canvas.getContext('2d'), figure);
  const source = canvas.getContent().toString();
  // A hundredth of a pixel is finer than paper; names are told apart from those of other figures; the size becomes that of its place, and readers of the page hear its title.
  return source
    .replace(/^<\?xml[^>]*>\s*/, '')
    .replace(/\s*\n\s*/g, '')
    .replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))))
    .replace(/(id="|url\(#)/g, `$1${figure.name}-`)
    .replace(/ xmlns:xlink="[^"]*"/, '')
    .replace('<svg ', `<svg viewBox="0 0 ${figure.width} ${figure.height}" role="img" `);
}

/** @param scale pixels for each CSS pixel */
export function figurePng(figure: Figure, scale = 2): Buffer {
  const canvas = createCanvas(figure.width * scale, figure.height * scale);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  drawFigure(context, figure);
  return canvas.toBuffer('image/png');
}

/** A page of the figure's size. */
export function figurePdf(figure: Figure): Buffer {
  const document = new PDFDocument({ title: figure.title, creator: 'Batchyard' });
  drawFigure(document.beginPage(figure.width, figure.height) as SKRSContext2D, figure);
  document.endPage();
  return document.close();
}

/** Draws at the origin of a context, whatever it draws on. */
export function drawFigure(context: SKRSContext2D, figure: Figure): void {
  registerFonts();
  context.save();
  context.lang = 'en';
  const chart = new Chart(surfaceOf(context, figure) as never, {
    ...figure.config,
    options: {
      ...figure.config.options,
      responsive: false,
      animation: false,
      devicePixelRatio: 1,
      events: [],
    },
  });
  chart.destroy();
  context.restore();
}

/** What the chart library asks of a canvas, over a context that others draw on as well: it may not clear or reset it. */
function surfaceOf(context: SKRSContext2D, { width, height }: Figure) {
  const surface = { width, height, style: {}, getContext: () => guarded };
  const nothing = () => undefined;
  const kept: Record<PropertyKey, unknown> = {
    canvas: surface,
    clearRect: nothing,
    resetTransform: nothing,
    setTransform: nothing,
  };
  const guarded: SKRSContext2D = new Proxy(context, {
    get(target, name) {
      if (Object.hasOwn(kept, name)) return kept[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });
  return surface;
}
