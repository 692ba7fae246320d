/**
 * What fingers, pens and mice mean on the map. A press that stays in place is a click and left to the browser (so that
 * assistive technology works the same way); a press that moves pans, or, on a step, drags it. By touch a step is lifted
 * only after it was held, so that nobody moves another's work while looking around. Two fingers pinch.
 *
 * Owns the states of a gesture. Pure: one function from state and event to the next state and what to do about it. It
 * never writes: a drag ends in one `drop`, which the host turns into one write.
 */
import type { Point } from '../layout/shapes';

/** Screen pixels a mouse moves before a press counts as a drag. */
export const DRAG_DISTANCE_MOUSE = 5;
/** Screen pixels a finger moves before a press counts as a pan. */
export const DRAG_DISTANCE_TOUCH = 10;
/** How long a finger rests on a step before it is lifted, in milliseconds. */
export const HOLD_MS = 380;
/** Screen pixels from the window's edge within which a drag pans the map. */
export const EDGE_PAN_ZONE = 48;
/** Screen pixels a second that a drag at the very edge pans. */
export const EDGE_PAN_SPEED = 900;

/** What a press began on. */
export type PressTarget =
  | { kind: 'step'; id: string }
  | { kind: 'handle'; id: string }
  | { kind: 'background' };

/** What drags along: a step to another place, or a link to another step. */
export type Dragged = { kind: 'step' | 'link'; id: string };

/** A gesture under way. */
export type Gesture =
  | { state: 'idle' }
  | { state: 'pressed'; pointer: number; touch: boolean; target: PressTarget; start: Point; at: Point; movable: boolean; frames: boolean }
  | { state: 'framing'; pointer: number; start: Point; at: Point }
  | { state: 'panning'; pointer: number; at: Point }
  | { state: 'dragging'; pointer: number; dragged: Dragged; at: Point }
  | { state: 'pinching'; pointers: [number, number]; at: [Point, Point] };

/** What happened. Points are screen pixels from the window's top left. */
export type PointerInput =
  /** `frames`: a drag on empty ground draws a frame around steps instead of panning. */
  | { type: 'down'; pointer: number; touch: boolean; target: PressTarget; at: Point; movable: boolean; frames?: boolean }
  | { type: 'move'; pointer: number; at: Point }
  | { type: 'up'; pointer: number; at: Point }
  | { type: 'cancel' }
  | { type: 'held' };

/** What the host does about it. */
export type PointerEffect =
  | { do: 'pan'; dx: number; dy: number }
  | { do: 'pinch'; before: [Point, Point]; after: [Point, Point] }
  | { do: 'startHold' }
  | { do: 'stopHold' }
  | { do: 'lift'; dragged: Dragged; at: Point }
  | { do: 'drag'; dragged: Dragged; at: Point }
  | { do: 'drop'; dragged: Dragged; at: Point }
  | { do: 'abandon'; dragged: Dragged }
  /** The frame so far, when it is done, and when it is none. */
  | { do: 'frame' | 'framed'; from: Point; to: Point }
  | { do: 'unframe' }
  /** The click that the browser sends after this gesture is none. */
  | { do: 'swallowClick' };

/** The next state and what to do. */
export interface GestureStep {
  next: Gesture;
  effects: PointerEffect[];
}

/** No gesture. */
export const IDLE: Gesture = { state: 'idle' };

const stay = (next: Gesture, ...effects: PointerEffect[]): GestureStep => ({ next, effects });

/** One event of a gesture. */
export function gesture(state: Gesture, input: PointerInput): GestureStep {
  switch (input.type) {
    case 'down': return down(state, input);
    case 'move': return move(state, input);
    case 'up': return up(state, input);
    case 'held': return held(state);
    case 'cancel': return cancel(state);
  }
}

/** A press: the first begins a gesture, a second finger turns it into a pinch. */
function down(state: Gesture, input: Extract<PointerInput, { type: 'down' }>): GestureStep {
  switch (state.state) {
    case 'idle': {
      const { pointer, touch, target, at, movable, frames = false } = input;
      const next: Gesture = { state: 'pressed', pointer, touch, target, start: at, at, movable, frames };
      return touch && movable && target.kind === 'step' ? stay(next, { do: 'startHold' }) : stay(next);
    }
    case 'pressed':
    case 'framing':
    case 'panning':
      if (!input.touch || state.pointer === input.pointer) return stay(state);
      return stay(
        { state: 'pinching', pointers: [state.pointer, input.pointer], at: [state.at, input.at] },
        { do: 'stopHold' },
        ...(state.state === 'framing' ? [{ do: 'unframe' } as const] : []),
        { do: 'swallowClick' },
      );
    case 'dragging':
    case 'pinching':
      return stay(state);
  }
}

/** A movement. */
function move(state: Gesture, input: Extract<PointerInput, { type: 'move' }>): GestureStep {
  switch (state.state) {
    case 'idle':
      return stay(state);
    case 'pressed':
      return state.pointer === input.pointer ? movePressed(state, input.at) : stay(state);
    case 'framing':
      if (state.pointer !== input.pointer) return stay(state);
      return stay({ ...state, at: input.at }, { do: 'frame', from: state.start, to: input.at });
    case 'panning':
      if (state.pointer !== input.pointer) return stay(state);
      return stay({ ...state, at: input.at }, { do: 'pan', dx: input.at.x - state.at.x, dy: input.at.y - state.at.y });
    case 'dragging':
      if (state.pointer !== input.pointer) return stay(state);
      return stay({ ...state, at: input.at }, { do: 'drag', dragged: state.dragged, at: input.at });
    case 'pinching': {
      const after: [Point, Point] = [
        state.pointers[0] === input.pointer ? input.at : state.at[0],
        state.pointers[1] === input.pointer ? input.at : state.at[1],
      ];
      return stay({ ...state, at: after }, { do: 'pinch', before: state.at, after });
    }
  }
}

/** A press that moves becomes a drag or a pan once it went far enough. */
function movePressed(state: Extract<Gesture, { state: 'pressed' }>, at: Point): GestureStep {
  const far = Math.hypot(at.x - state.start.x, at.y - state.start.y);
  if (far < (state.touch ? DRAG_DISTANCE_TOUCH : DRAG_DISTANCE_MOUSE)) return stay({ ...state, at });
  const dragged = draggedBy(state);
  if (state.frames && state.target.kind === 'background') {
    return stay({ state: 'framing', pointer: state.pointer, start: state.start, at }, { do: 'stopHold' }, { do: 'frame', from: state.start, to: at });
  }
  if (dragged && (!state.touch || dragged.kind === 'link')) {
    return stay(
      { state: 'dragging', pointer: state.pointer, dragged, at },
      { do: 'stopHold' }, { do: 'lift', dragged, at: state.start }, { do: 'drag', dragged, at },
    );
  }
  return stay(
    { state: 'panning', pointer: state.pointer, at },
    { do: 'stopHold' },
    { do: 'pan', dx: at.x - state.start.x, dy: at.y - state.start.y },
  );
}

/** What a press would drag, if it may. */
function draggedBy(state: Extract<Gesture, { state: 'pressed' }>): Dragged | null {
  if (!state.movable) return null;
  if (state.target.kind === 'step') return { kind: 'step', id: state.target.id };
  return state.target.kind === 'handle' ? { kind: 'link', id: state.target.id } : null;
}

/** A finger rested on a step long enough: it is lifted. */
function held(state: Gesture): GestureStep {
  if (state.state !== 'pressed') return stay(state);
  const dragged = draggedBy(state);
  if (!dragged) return stay(state);
  return stay({ state: 'dragging', pointer: state.pointer, dragged, at: state.at }, { do: 'lift', dragged, at: state.at });
}

/** A release. */
function up(state: Gesture, input: Extract<PointerInput, { type: 'up' }>): GestureStep {
  switch (state.state) {
    case 'idle':
      return stay(state);
    case 'pressed':
      return state.pointer === input.pointer ? stay(IDLE, { do: 'stopHold' }) : stay(state);
    case 'framing':
      if (state.pointer !== input.pointer) return stay(state);
      return stay(IDLE, { do: 'framed', from: state.start, to: input.at }, { do: 'swallowClick' });
    case 'panning':
      return state.pointer === input.pointer ? stay(IDLE, { do: 'swallowClick' }) : stay(state);
    case 'dragging':
      if (state.pointer !== input.pointer) return stay(state);
      return stay(IDLE, { do: 'drop', dragged: state.dragged, at: input.at }, { do: 'swallowClick' });
    case 'pinching': {
      const kept = state.pointers[0] === input.pointer ? 1 : 0;
      return stay({ state: 'panning', pointer: state.pointers[kept], at: state.at[kept] });
    }
  }
}

/** Escape, a lost pointer or a step that somebody removed: nothing is written. */
function cancel(state: Gesture): GestureStep {
  if (state.state === 'dragging') return stay(IDLE, { do: 'abandon', dragged: state.dragged }, { do: 'swallowClick' });
  if (state.state === 'framing') return stay(IDLE, { do: 'unframe' }, { do: 'swallowClick' });
  return stay(IDLE, { do: 'stopHold' });
}

/** How fast a place along one side of the window pans. */
function push(value: number, size: number): number {
  if (value < EDGE_PAN_ZONE) return Math.min(1, (EDGE_PAN_ZONE - value) / EDGE_PAN_ZONE) * EDGE_PAN_SPEED;
  if (value > size - EDGE_PAN_ZONE) return -Math.min(1, (value - size + EDGE_PAN_ZONE) / EDGE_PAN_ZONE) * EDGE_PAN_SPEED;
  return 0;
}

/** How fast a drag near the window's edge pans the map, in screen pixels a second. */
export function edgePan(at: Point, window: { width: number; height: number }): { dx: number; dy: number } {
  return { dx: push(at.x, window.width), dy: push(at.y, window.height) };
}
