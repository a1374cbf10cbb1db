/** The chart type `matrix`: a rectangle at each crossing of two category axes. */
import { type ControllerDatasetOptions, DatasetController, Element } from 'chart.js';
import { type CellLook, cellBox, drawCell } from './matrix-cell';

/** A cell: its column and row as positions in the labels of the axes, and how it looks. */
export interface MatrixPoint {
  readonly x: number;
  readonly y: number;
  readonly look: CellLook;
}

declare module 'chart.js' {
  interface ChartTypeRegistry {
    matrix: {
      chartOptions: Record<never, never>;
      datasetOptions: ControllerDatasetOptions;
      defaultDataPoint: MatrixPoint;
      metaExtensions: Record<never, never>;
      parsedDataType: MatrixPoint;
      scales: 'category';
    };
  }
}

/** A cell on the canvas; x and y are its centre. Chart.js asks it where it is hit. */
export class MatrixElement extends Element {
  static readonly id = 'matrixCell';
  width = 0;
  height = 0;
  look: CellLook | null = null;

  draw(ctx: CanvasRenderingContext2D): void {
    const { x, y, width, height, look } = this;
    if (look !== null) drawCell(ctx, cellBox(x, y, width, height), look, this.active);
  }

  inRange(mouseX: number, mouseY: number): boolean {
    return this.inXRange(mouseX) && this.inYRange(mouseY);
  }

  inXRange(mouseX: number): boolean {
    return Math.abs(mouseX - this.x) <= this.width / 2;
  }

  inYRange(mouseY: number): boolean {
    return Math.abs(mouseY - this.y) <= this.height / 2;
  }

  getCenterPoint(): { x: number; y: number } {
    return { x: this.x, y: this.y };
  }
}

/** Places the cells. Its data are positions already, so datasets need `parsing: false`. */
export class MatrixController extends DatasetController<'matrix', MatrixElement> {
  static readonly id = 'matrix';
  static readonly defaults = { dataElementType: MatrixElement.id, datasetElementType: false };
  static readonly overrides = {
    scales: { x: { type: 'category', offset: true }, y: { type: 'category', offset: true } },
  };

  override update(): void {
    const cells = this.getMeta().data;
    this.updateElements(cells, 0, cells.length);
  }

  override updateElements(cells: MatrixElement[], start: number, count: number): void {
    const { xScale, yScale } = this.getMeta();
    if (!xScale || !yScale) return;
    const width = xScale.width / Math.max(1, xScale.getLabels().length);
    const height = yScale.height / Math.max(1, yScale.getLabels().length);
    cells.slice(start, start + count).forEach((cell, index) => {
      const { x, y, look } = this.getParsed(start + index);
      const center = { x: xScale.getPixelForValue(x), y: yScale.getPixelForValue(y) };
      Object.assign(cell, { ...center, width, height, look });
    });
  }
}
