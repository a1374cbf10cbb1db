/** The one place that knows Chart.js: registers the parts in use and sets what all charts have in common. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';
import { MatrixController, MatrixElement } from './matrix';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  MatrixController,
  MatrixElement,
  PointElement,
  ScatterController,
  Tooltip,
);
// Numbers change under the reader's eyes while jobs finish: a chart that moves by itself would hide that.
Chart.defaults.animation = false;
Chart.defaults.responsive = true;
Chart.defaults.maintainAspectRatio = false;
Chart.defaults.font.size = 12;

let zoomRegistered: Promise<void> | null = null;

/** Makes the zoom plugin known to charts that ask for it; loaded once, in the browser alone. */
export function registerZoom(): Promise<void> {
  zoomRegistered ??= import('chartjs-plugin-zoom').then(({ default: zoom }) => Chart.register(zoom));
  return zoomRegistered;
}

export { Chart as ReactChart } from 'react-chartjs-2';
