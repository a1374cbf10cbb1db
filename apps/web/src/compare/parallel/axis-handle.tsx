'use client';
import { Menu, UnstyledButton } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowRight,
  IconArrowsVertical,
  IconMathFunction,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import { type PointerEvent, type RefObject, useRef, useState } from 'react';
import { titleWithUnit } from '@/formatting/numbers';
import type { PanelProps } from '../panel-props';
import type { Brush, ShownAxis } from '../view/url-state';
import { askedOf, changed, moved, type ParallelAxis, positionAtHeight } from './axes';
import { heightAt, type ParallelLayout, placeAt } from './layout';
import classes from './parallel.module.css';

export interface AxisHandleProps extends PanelProps {
  readonly axis: ParallelAxis;
  readonly axes: readonly ParallelAxis[];
  /** From the left, from 0. */
  readonly place: number;
  readonly layout: ParallelLayout;
  /** Shows a brush while it is drawn; null when it is done. */
  readonly onDraw: (brush: Brush | null) => void;
}

/** Less than this is a click, which takes the brush away. */
const leastBrushPx = 4;

/** What can be done with one axis: its name is dragged or opens a menu, along its line a part is brushed. */
export function AxisHandle(props: AxisHandleProps) {
  const { layout, place } = props;
  const box = useRef<HTMLDivElement>(null);
  const brushing = useBrush(props, box);
  return (
    <div ref={box} className={classes.axis} style={{ left: layout.axesPx[place], height: layout.heightPx }}>
      <AxisName {...props} />
      <div
        className={classes.strip}
        data-axis={props.axis.id}
        style={{ top: layout.topPx, height: layout.bottomPx - layout.topPx }}
        {...brushing}
      />
    </div>
  );
}

function useBrush(
  { axis, layout, selection, onDraw }: AxisHandleProps,
  box: RefObject<HTMLDivElement | null>,
) {
  const start = useRef<number | null>(null);
  const yOfEvent = (event: PointerEvent) => event.clientY - (box.current?.getBoundingClientRect().top ?? 0);
  const rangeTo = (event: PointerEvent): Brush => {
    const ends = [start.current ?? 0, yOfEvent(event)].map((y) =>
      positionAtHeight(axis, heightAt(layout, y)),
    );
    return { id: axis.id, low: Math.min(...ends), high: Math.max(...ends) };
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = yOfEvent(event);
    },
    onPointerMove: (event: PointerEvent) => {
      if (start.current !== null) onDraw(rangeTo(event));
    },
    onPointerUp: (event: PointerEvent) => {
      if (start.current === null) return;
      const isClick = Math.abs(yOfEvent(event) - start.current) < leastBrushPx;
      const { low, high } = rangeTo(event);
      selection.brush(axis.id, isClick ? null : { low: rounded(low), high: rounded(high) });
      start.current = null;
      onDraw(null);
    },
    onPointerCancel: () => {
      start.current = null;
      onDraw(null);
    },
  };
}

/** Digits that a pointer can place, so that addresses stay short. */
function rounded(position: number): number {
  return Number(position.toPrecision(5));
}

function AxisName(props: AxisHandleProps) {
  const { axis, axes, place, layout, change, selection } = props;
  const [opened, setOpened] = useState(false);
  const drag = useNameDrag(props, () => setOpened(!opened));
  const to = (next: readonly ShownAxis[]) => change({ axes: next });
  const name = titleWithUnit(axis.quantity.name, axis.quantity.unit);
  const isLog = axis.axis.kind === 'logarithmic';
  const gapPx = axes.length > 1 ? (layout.axesPx[1] ?? 0) - (layout.axesPx[0] ?? 0) : layout.widthPx;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom" withinPortal>
      <Menu.Target>
        <UnstyledButton
          className={classes.name}
          style={{ width: gapPx - 8, transform: `translateX(calc(-50% + ${drag.offsetPx}px))` }}
          aria-label={`Axis ${name}`}
          title={name}
          {...drag.handlers}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Item
          leftSection={<IconArrowLeft size={14} aria-hidden />}
          disabled={place === 0}
          onClick={() => to(moved(axes, axis.id, place - 1))}
        >
          Move left
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowRight size={14} aria-hidden />}
          disabled={place === axes.length - 1}
          onClick={() => to(moved(axes, axis.id, place + 1))}
        >
          Move right
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowsVertical size={14} aria-hidden />}
          onClick={() => to(changed(axes, axis.id, { isFlipped: !axis.isFlipped }))}
        >
          {axis.isFlipped ? 'Highest on top' : 'Lowest on top'}
        </Menu.Item>
        {axis.axis.kind !== 'category' && (
          <Menu.Item
            leftSection={<IconMathFunction size={14} aria-hidden />}
            onClick={() => to(changed(axes, axis.id, { scale: isLog ? 'linear' : 'log' }))}
          >
            {isLog ? 'Linear scale' : 'Logarithmic scale'}
          </Menu.Item>
        )}
        {selection.brushes.some(({ id }) => id === axis.id) && (
          <Menu.Item
            leftSection={<IconX size={14} aria-hidden />}
            onClick={() => selection.brush(axis.id, null)}
          >
            Remove brush
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconTrash size={14} aria-hidden />}
          disabled={axes.length < 2}
          onClick={() => to(askedOf(axes.filter(({ id }) => id !== axis.id)))}
        >
          Leave out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Further than this, the pointer moves the axis; else it opens its menu. */
const leastDragPx = 6;

function useNameDrag({ axis, axes, place, layout, change }: AxisHandleProps, onClick: () => void) {
  const startPx = useRef<number | null>(null);
  const [offsetPx, setOffsetPx] = useState(0);
  const end = () => {
    startPx.current = null;
    setOffsetPx(0);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      startPx.current = event.clientX;
    },
    onPointerMove: (event: PointerEvent) => {
      if (startPx.current !== null) setOffsetPx(event.clientX - startPx.current);
    },
    onPointerUp: (event: PointerEvent) => {
      const movedPx = event.clientX - (startPx.current ?? event.clientX);
      end();
      if (Math.abs(movedPx) < leastDragPx) return;
      const target = Math.round(placeAt(layout, (layout.axesPx[place] ?? 0) + movedPx));
      if (target !== place) change({ axes: moved(axes, axis.id, target) });
    },
    onPointerCancel: end,
    onClick: () => {
      // A drag ends with a click too; the menu belongs to clicks that have not moved.
      if (Math.abs(offsetPx) < leastDragPx) onClick();
    },
  };
  return { offsetPx, handlers };
}
