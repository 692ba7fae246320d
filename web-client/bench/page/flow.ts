/**
 * The same map in React Flow at its best setting: only what is in sight in the page, nodes that are not drawn anew unless they change,
 * plain boxes with title, tags and goals. `window.measured` answers what bench.mjs asks.
 */
import '@xyflow/react/dist/base.css';
import { Handle, Position, ReactFlow, type Edge, type Node, type NodeProps, type ReactFlowInstance } from '@xyflow/react';
import { createElement, memo } from 'react';
import { createRoot } from 'react-dom/client';
import { manySteps } from './data';
import { drawn, frames, untilDrawn, next } from './frames';

type StepNode = Node<{ title: string }, 'step'>;

const WIDTH = 168;
const HEIGHT = 64;
const GAP = 24;
const { map } = manySteps();

/** Where the steps stand: stages as columns, lanes as rows, a cell's steps below one another, as on the map. */
function placed(): StepNode[] {
  const cells = [...map.cells.value];
  const highest = Math.max(...cells.map(([, ids]) => ids.length));
  const lanes = map.lanes.value.map((lane) => lane.id);
  const stages = map.stages.value.map((stage) => stage.id);
  return cells.flatMap(([, ids]) => ids.map((id, at): StepNode => {
    const step = map.step(id).value;
    const column = stages.indexOf(step?.stage ?? '');
    const row = lanes.indexOf(step?.lane ?? '');
    return { id, type: 'step', data: { title: step?.title ?? '' }, width: WIDTH, height: HEIGHT, position: { x: column * (WIDTH + GAP), y: (row * highest + at) * (HEIGHT + 4) } };
  }));
}

const Step = memo(({ data }: NodeProps<StepNode>) => createElement('div', { className: 'step' },
  createElement(Handle, { type: 'target', position: Position.Left }),
  createElement('b', null, data.title), createElement('span', null, 'With people'), createElement('span', null, 'G1'),
  createElement(Handle, { type: 'source', position: Position.Right })));
const nodeTypes = { step: Step };
const nodes = placed();
const edges: Edge[] = map.links.value.map((link) => ({ id: link.id, source: link.from, target: link.to, type: 'step' }));

const host = document.querySelector<HTMLElement>('#root');
if (!host) throw new Error('no root');
host.style.cssText = 'width:1366px;height:700px';
const started = performance.now();
const flow = await new Promise<ReactFlowInstance<StepNode>>((onInit) => {
  createRoot(host).render(createElement(ReactFlow<StepNode>, {
    defaultNodes: nodes, defaultEdges: edges, nodeTypes, onlyRenderVisibleElements: true, minZoom: 0.01, nodesDraggable: false, nodesConnectable: false,
    elevateNodesOnSelect: false, proOptions: { hideAttribution: true }, defaultViewport: { x: 0, y: 0, zoom: 1 }, onInit,
  }));
});
while (document.querySelector('.react-flow__node') === null) await next();
await drawn();
const readyMs = performance.now() - started;
const right = Math.max(...nodes.map((node) => node.position.x + WIDTH));
const bottom = Math.max(...nodes.map((node) => node.position.y + HEIGHT));

window.measured = {
  readyMs,
  elements: () => host.querySelectorAll('*').length,
  panMs: async () => {
    await flow.setViewport({ x: 0, y: 0, zoom: 1 });
    return frames(60, (frame) => void flow.setViewport({ x: -frame * 12, y: -frame * 4, zoom: 1 }));
  },
  panAllInViewMs: async () => {
    const zoom = Math.min(1366 / right, 700 / bottom);
    await flow.setViewport({ x: 0, y: 0, zoom });
    return frames(20, (frame) => void flow.setViewport({ x: -frame * 2, y: -frame, zoom }));
  },
  remoteEditMs: async () => {
    await flow.setViewport({ x: 0, y: 0, zoom: 1 });
    return untilDrawn(20, (turn) => flow.updateNodeData(nodes[turn * 7]?.id ?? '', { title: `Changed by somebody else ${turn}` }));
  },
};
