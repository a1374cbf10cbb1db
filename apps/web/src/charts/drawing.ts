/** Charts as things that can be drawn anywhere: on the page, into a picture, into a file of lines. */
import { BasicPlatform, Chart, type ChartType, type Plugin } from 'chart.js';

export interface Drawing {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Draws into a surface whose unit is one pixel of the page, on a background of its own. */
  readonly draw: (ctx: CanvasRenderingContext2D, options: DrawOptions) => void;
}

export interface DrawOptions {
  /** Pixels of the surface in one pixel of the page. */
  readonly ratio: number;
  readonly background: string;
}

const own = new WeakMap<HTMLCanvasElement, Drawing>();

/** Makes known how the content of a canvas that is not drawn by Chart.js is drawn again. */
export function rememberDrawing(canvas: HTMLCanvasElement, drawing: Drawing): void {
  own.set(canvas, drawing);
}

/** How the content of a canvas is drawn again; null where nobody has said so. */
export function drawingOf(canvas: HTMLCanvasElement): Drawing | null {
  const remembered = own.get(canvas);
  if (remembered) return remembered;
  const chart = Chart.getChart(canvas);
  return chart ? chartDrawing(chart) : null;
}

function chartDrawing(chart: Chart): Drawing {
  const { width: widthPx, height: heightPx } = chart;
  return {
    widthPx,
    heightPx,
    draw: (ctx, { ratio, background }) => {
      const { type, data, options, plugins = [] } = chart.config as typeof chart.config & { type: ChartType };
      // The surface is empty, and Chart.js would clear it once more when the copy has done its work.
      ctx.clearRect = () => undefined;
      // Chart.js asks for a canvas; this one is not in the page and only hands out the surface.
      const surface = { width: widthPx, height: heightPx, style: {}, getContext: () => ctx };
      const copy = new Chart(surface as unknown as HTMLCanvasElement, {
        type,
        data,
        plugins: [...plugins, backgroundOf(background)],
        platform: BasicPlatform,
        options: {
          ...options,
          responsive: false,
          animation: false,
          events: [],
          devicePixelRatio: ratio,
          // What listens to the mouse has nothing to listen to here.
          plugins: { ...options?.plugins, zoom: false as never },
          // Lines with segments are drawn point by point; others as a path that a surface for SVG does not know.
          elements: { ...options?.elements, line: { ...options?.elements?.line, segment: {} } },
        },
      });
      copy.destroy();
    },
  };
}

function backgroundOf(color: string): Plugin {
  return {
    id: 'background',
    beforeDraw: ({ ctx, width, height }) => {
      ctx.save();
      ctx.fillStyle = color;
      ctx.fillRect(0, 0, width, height);
      ctx.restore();
    },
  };
}
